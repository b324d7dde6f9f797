using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Fields;

internal enum FindingKind : byte
{
    /// <summary>One call returns the rental twice.</summary>
    ReturnedTwice,

    /// <summary>Returned before what replaces it is rented: if that throws, the disposal returns it again.</summary>
    ReturnedBeforeRent,

    /// <summary>A second call, of the same disposal or of one after another method, returns the rental again.</summary>
    DisposedTwice,
    UsedAfterReturn,

    /// <summary>A later call uses what an earlier one returned and left in the slot.</summary>
    LeftStale,

    /// <summary>A new rental took the place of one that nobody returned.</summary>
    Overwritten,
    NeverReturned,

    /// <summary>Returned to another pool, or freed by another allocator, than it came from.</summary>
    WrongPool,
}

/// <summary>One defect of one slot.</summary>
internal sealed class Finding
{
    public Finding(FindingKind kind, ISymbol slot, IOperation at, IOperation? other = null, ISymbol? member = null)
    {
        Kind = kind;
        Slot = slot;
        At = at;
        Other = other;
        Member = member;
    }

    public FindingKind Kind { get; }

    public ISymbol Slot { get; }

    public IOperation At { get; }

    /// <summary>The earlier return, or what happens after it.</summary>
    public IOperation? Other { get; }

    /// <summary>The member in which the other operation happens.</summary>
    public ISymbol? Member { get; }

    /// <summary>The pools that do not fit, as messages name them.</summary>
    public (string From, string To) Pools { get; init; }

    /// <summary>The name that the code gives the slot.</summary>
    public string SlotName => (Slot is IFieldSymbol { AssociatedSymbol: { } property } ? property : Slot).Name;
}
