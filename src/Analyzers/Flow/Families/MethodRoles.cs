namespace Slabwise.Analyzers.Flow.Families;

/// <summary>What one method does with ownership, whichever arguments it is called with.</summary>
internal sealed class MethodRoles
{
    public static readonly MethodRoles None = new(null);

    private readonly Allocator?[] _released;

    /// <param name="acquires">What a call rents.</param>
    /// <param name="released">Where each argument goes, by ordinal.</param>
    public MethodRoles(Acquisition? acquires, params Allocator?[] released)
    {
        Acquires = acquires;
        _released = released;
        Releases = Array.Exists(released, allocator => allocator is not null);
    }

    public Acquisition? Acquires { get; }

    public bool Releases { get; }

    public bool IsNone => Acquires is null && !Releases;

    public Allocator? ReleasedAt(int ordinal) => ordinal < _released.Length ? _released[ordinal] : null;
}
