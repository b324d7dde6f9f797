namespace Slabwise;

/// <summary>One reason for which a process holds memory.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Pool">Which pool, empty where it is not one pool's.</param>
/// <param name="Bytes">How many bytes it explains; 0 for objects of the GC heap, whose size is not known.</param>
/// <param name="Message">What was seen, with the snapshot's own numbers.</param>
/// <param name="Knob">What to do about it, and which setting or method does it.</param>
public sealed record Finding(FindingKind Kind, string Pool, long Bytes, string Message, string Knob)
{
    /// <summary>The kind in words.</summary>
    public string Title => Kind switch
    {
        FindingKind.Leak => "leak",
        FindingKind.Fragmentation => "fragmentation",
        FindingKind.Caches => "caches",
        FindingKind.DecayPending => "decay pending",
        FindingKind.GcHeap => "not slabwise's, the gc heap",
        _ => "not slabwise's, other native memory",
    };
}

/// <summary>What a process's memory goes to.</summary>
public enum FindingKind
{
    /// <summary>More is rented than before.</summary>
    Leak,

    /// <summary>Free slots on pages that a few survivors hold.</summary>
    Fragmentation,

    /// <summary>Idle slots in hands, CPUs' blocks and transfer caches.</summary>
    Caches,

    /// <summary>Free pages that are not given back yet.</summary>
    DecayPending,

    /// <summary>The garbage collector's heap.</summary>
    GcHeap,

    /// <summary>Memory of neither Slabwise nor the garbage collector.</summary>
    OtherNative,
}
