namespace Slabwise.Pages;

/// <summary>What the directory says of a page: something only for the first and the last page of an extent.</summary>
/// <remarks>16 bytes a page of 4 KiB. A free extent's first entry is also its node in a <see cref="FreeTree"/>.</remarks>
internal struct PageEntry
{
    private const int KindShift = 28;
    private const uint PagesMask = (1u << KindShift) - 1;

    private readonly uint _word;

    /// <summary>Of a free extent's first page: how many of its pages were written and not given back.</summary>
    public uint Dirty;

    /// <summary>Of a free extent's first page: the tree's children, 0 for none.</summary>
    public uint Left, Right;

    public PageEntry(PageKind kind, uint pages) => _word = (uint)kind << KindShift | pages;

    /// <summary>Pages of the extent, the same in both entries.</summary>
    public readonly uint Pages => _word & PagesMask;

    public readonly PageKind Kind => (PageKind)(_word >> KindShift);

    /// <summary>The kind of the first page of an extent.</summary>
    public readonly bool IsFirst => Kind is PageKind.Live or PageKind.Free or PageKind.Held;
}

/// <summary>What a page is to its extent.</summary>
internal enum PageKind : byte
{
    /// <summary>Inside an extent, or never used.</summary>
    None,

    /// <summary>The first page of an extent that a user has.</summary>
    Live,

    /// <summary>The first page of a free extent.</summary>
    Free,

    /// <summary>The first page of an extent whose pages are being given back.</summary>
    Held,

    /// <summary>The last page of an extent of two pages or more, by the extent's kind.</summary>
    LiveLast,

    /// <inheritdoc cref="LiveLast"/>
    FreeLast,

    /// <inheritdoc cref="LiveLast"/>
    HeldLast,
}
