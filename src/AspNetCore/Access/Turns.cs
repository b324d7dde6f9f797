namespace Slabwise.AspNetCore.Access;

/// <summary>So many requests at a time; the others are told to come back instead of waiting in a queue without end.</summary>
internal sealed class Turns(int most)
{
    private int _taken;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most) return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void GiveBack() => Interlocked.Decrement(ref _taken);
}
