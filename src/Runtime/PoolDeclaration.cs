using System.ComponentModel;

namespace Slabwise;

/// <summary>What the generator knows of a pooled type at compile time: its options and, where the layout is knowable, its geometry.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PoolDeclaration
{
    /// <summary>The type's full name, which statistics and messages use.</summary>
    public string Name { get; init; }

    /// <summary>The object's size in bytes; 0 where only the runtime can know it (rule SLAB009).</summary>
    public int ObjectBytes { get; init; }

    /// <summary>Binary logarithm of the slots in a slab.</summary>
    public int SlotShift { get; init; }

    /// <summary>Bytes at the end of a slab that no slot uses.</summary>
    public int TailBytes { get; init; }

    /// <summary>The alignment asked for, in bytes; 0 keeps the type's own.</summary>
    public int Alignment { get; init; }

    /// <summary>Where idle slots wait.</summary>
    public CacheKind Cache { get; init; }

    /// <summary>Whether handles are verified.</summary>
    public SafetyKind Safety { get; init; }

    /// <summary>Whether a rented slot is filled with zeros.</summary>
    public bool Zeroed { get; init; }

    /// <summary>The most idle slots that one cache keeps; 0 adapts it.</summary>
    public int MaxCached { get; init; }

    /// <summary>The most bytes of slabs; 0 sets no bound.</summary>
    public long MaxBytes { get; init; }
}
