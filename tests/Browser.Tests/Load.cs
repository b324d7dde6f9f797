namespace Slabwise.Browser.Tests;

/// <summary>A thread that rents and returns as long as it lives, so that the figures move.</summary>
internal sealed class Load : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isOver;

    public Load()
    {
        _thread = new Thread(Work) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    private void Work()
    {
        var random = new Random(1);
        var held = new Pooled<Parcel>[20_000];
        while (!_isOver)
        {
            int count = random.Next(1000, held.Length);
            Parcel.Rent(held.AsSpan(0, count));
            Parcel.Return(held.AsSpan(0, count));
            Thread.Sleep(1);
        }
    }
}

[SizeClassPooled]
internal partial struct Parcel
{
    public long From, To, Weight, Due, Price, Track, Owner, State;
}

[SizeClassPooled]
internal partial struct Crate
{
    public Parcel First, Second, Third, Fourth;
}
