namespace Slabwise.Os;

/// <summary>Where memory should lie: on one node, or anywhere, which is the default and all there is on most machines.</summary>
internal readonly struct MemoryNode : IEquatable<MemoryNode>
{
    private readonly ushort _oneMore;

    private MemoryNode(int number) => _oneMore = (ushort)(number + 1);

    public static MemoryNode Anywhere => default;

    public bool IsAnywhere => _oneMore == 0;

    /// <summary>What the system calls the node; -1 for anywhere.</summary>
    public int Number => _oneMore - 1;

    /// <param name="number">What the system calls the node.</param>
    public static MemoryNode Of(int number) => new(number);

    /// <summary>Has a range's pages taken from the node from now on. Where the system refuses (a filter, a node outside of the process's
    /// own), they lie where they are first touched, which is the next best.</summary>
    public void Bind(nint address, nint bytes)
    {
        if (_oneMore != 0 && bytes > 0) _ = OsMemory.Current.BindToNode(address, bytes, Number);
    }

    public bool Equals(MemoryNode other) => _oneMore == other._oneMore;

    public override bool Equals(object? obj) => obj is MemoryNode other && Equals(other);

    public override int GetHashCode() => _oneMore;
}
