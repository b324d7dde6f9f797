namespace Slabwise;

/// <summary>Marks a type for which the build writes a pool: off-heap slabs for an unmanaged struct, an object pool for a class.</summary>
/// <remarks>The type must be <c>partial</c>. The generated members are <c>Rent</c>, <c>Return</c>, <c>Lease</c> and <c>Pool</c>, and for a
/// struct <c>TryRent</c>, which a class finds on its pool; the declaration rules SLAB001 to SLAB010 say what a type must look like.</remarks>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class, Inherited = false)]
public sealed class SizeClassPooledAttribute : Attribute
{
    /// <summary>Where idle slots wait. Default: <see cref="CacheKind.PerCpu"/>.</summary>
    public CacheKind Cache { get; set; }

    /// <summary>Whether handles are verified. Default: <see cref="SafetyKind.Checked"/>. Structs only.</summary>
    public SafetyKind Safety { get; set; }

    /// <summary>Whether a rented slot is filled with zeros first. Default: <see langword="false"/>: its contents are unspecified. Structs only.</summary>
    public bool Zeroed { get; set; }

    /// <summary>The slots' alignment in bytes, a power of two up to 4,096; 0 (default) keeps the type's own. Structs only.</summary>
    public int Alignment { get; set; }

    /// <summary>The most idle slots that one cache keeps; 0 (default) adapts it to the traffic.</summary>
    public int MaxCached { get; set; }

    /// <summary>The most bytes of slabs that the pool may use; 0 (default) sets no bound. Beyond it <c>TryRent</c> answers
    /// <see langword="false"/> and <c>Rent</c> throws <see cref="OutOfMemoryException"/>. Structs only.</summary>
    public long MaxBytes { get; set; }
}
