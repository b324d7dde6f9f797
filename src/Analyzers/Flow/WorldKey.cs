namespace Slabwise.Analyzers.Flow;

/// <summary>What keeps two worlds apart where paths meet.</summary>
internal readonly struct WorldKey : IEquatable<WorldKey>
{
    private readonly int _bits;
    private readonly Pending? _pending;

    public WorldKey(World world)
    {
        _bits = (int)world.Custody
            | (world.Escaped ? 4 : 0)
            | (world.Exceptional ? 8 : 0)
            | (world.Doubtful ? 16 : 0)
            | (world.Passed ? 32 : 0)
            | (world.Stale ? 64 : 0)
            | (world.LostAt is null ? 0 : 128)
            | (world.DoubtsReturn ? 256 : 0)
            | ((int)world.Result << 9)
            | (world.LentAt is null ? 0 : 1 << 13);
        _pending = world.Pending;
    }

    public bool Equals(WorldKey other) => _bits == other._bits && Equals(_pending, other._pending);

    public override bool Equals(object? obj) => obj is WorldKey other && Equals(other);

    public override int GetHashCode() => _bits * 31 + (_pending?.GetHashCode() ?? 0);
}
