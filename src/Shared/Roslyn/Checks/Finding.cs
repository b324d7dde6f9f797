using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>What a finding is about; the numbers are those of the rules that report it.</summary>
internal enum FindingKind
{
    /// <summary>The type is not partial.</summary>
    NotPartial = 1,

    /// <summary>A struct holds references.</summary>
    ReferencesInStruct = 2,

    /// <summary>A containing type is not partial.</summary>
    ContainerNotPartial = 3,

    /// <summary>This kind of type has no pool.</summary>
    UnsupportedKind = 4,

    /// <summary>An option has a value that means nothing here.</summary>
    BadOption = 5,

    /// <summary>A member has a name that the pool needs.</summary>
    MemberClash = 6,

    /// <summary>The pool has no way to make an object.</summary>
    CannotConstruct = 7,

    /// <summary>An idle object keeps other objects alive.</summary>
    StateWithoutHook = 8,

    /// <summary>The layout is found at run time.</summary>
    LayoutAtRunTime = 9,

    /// <summary>A pooled class can be derived from.</summary>
    NotSealed = 10,
}

/// <summary>One thing to say about a declaration.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Location">Where to show it.</param>
/// <param name="Arguments">The words and numbers of the message.</param>
internal sealed record Finding(FindingKind Kind, Location Location, params object[] Arguments)
{
    /// <summary>Whether a neighbour's finding says the same at the same place: it counts, but need not be shown.</summary>
    public bool IsEcho { get; init; }
}
