namespace Slabwise.Caches;

/// <summary>One class of a pool's objects: a stack of idle ones a processor, from which the others take before they make a new one.</summary>
internal sealed class IdleShelf(long itemBytes)
{
    private readonly IdleStack[] _stacks = new IdleStack[IdleRoom.Purses];

    /// <summary>Bytes for which there is room, where the class has a bound of its own.</summary>
    public long Reserved;

    public long ItemBytes { get; } = itemBytes;

    public Span<IdleStack> Stacks => _stacks;

    public int Count
    {
        get
        {
            int count = 0;
            foreach (ref IdleStack stack in Stacks) count += stack.Count;
            return count;
        }
    }

    /// <summary>Takes from this processor's stack, else from the first that has any.</summary>
    public int Pop(IdleTable table, Span<uint> destination, int here)
    {
        IdleStack[] stacks = _stacks;
        for (int i = 0; i < stacks.Length; i++)
        {
            int got = stacks[here ^ i].Pop(table, destination);
            if (got > 0) return got;
        }

        return 0;
    }

    /// <summary>Puts positions on this processor's stack.</summary>
    public bool TryPush(IdleTable table, ReadOnlySpan<uint> positions, uint second, int here) =>
        _stacks[here].TryPush(table, positions, second);
}
