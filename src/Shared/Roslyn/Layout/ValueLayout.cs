namespace Slabwise.Shared;

/// <summary>How many bytes a value takes, and to what they are aligned; or why that is not known before run time.</summary>
internal readonly record struct ValueLayout
{
    private ValueLayout(int size, int alignment, string? unknownReason)
    {
        Size = size;
        Alignment = alignment;
        UnknownReason = unknownReason;
    }

    /// <summary>Bytes, as the JIT's <c>sizeof</c> counts them; 0 when unknown.</summary>
    public int Size { get; }

    /// <summary>A power of two; 0 when unknown.</summary>
    public int Alignment { get; }

    /// <summary>Completes "because ..."; null when the layout is known.</summary>
    public string? UnknownReason { get; }

    /// <summary>Whether size and alignment can be relied on.</summary>
    public bool IsKnown => UnknownReason is null;

    /// <summary>A layout that is the same on every 64-bit machine.</summary>
    public static ValueLayout Known(int size, int alignment) => new(size, alignment, null);

    /// <summary>A layout that only the running machine knows.</summary>
    public static ValueLayout Unknown(string reason) => new(0, 0, reason);
}
