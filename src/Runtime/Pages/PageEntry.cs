namespace Slabwise.Pages;

/// <summary>What the directory says of a page: something only for the first and the last page of an extent.</summary>
/// <remarks>16 bytes a page of 4 KiB. A free extent's first entry is also its node in a <see cref="FreeTree"/>, its last one that in the list of
/// <see cref="FreeExtents"/>.</remarks>
internal struct PageEntry
{
    private const int KindShift = 28;
    private const uint PagesMask = (1u << KindShift) - 1, MuzzyMark = 1u << 31;

    private readonly uint _word;
    private uint _idle;

    /// <summary>Of a free extent's first page: the tree's children, 0 for none.</summary>
    public uint Left, Right;

    public PageEntry(PageKind kind, uint pages) => _word = (uint)kind << KindShift | pages;

    /// <summary>A free extent's first entry.</summary>
    /// <param name="pages">Its pages.</param>
    /// <param name="dirty">How many of them were written and not given back.</param>
    /// <param name="muzzy">Whether any of them is muzzy.</param>
    public PageEntry(uint pages, uint dirty, bool muzzy)
        : this(PageKind.Free, pages) => _idle = dirty | (muzzy ? MuzzyMark : 0);

    /// <summary>Pages of the extent, the same in both entries.</summary>
    public readonly uint Pages => _word & PagesMask;

    public readonly PageKind Kind => (PageKind)(_word >> KindShift);

    /// <summary>Of a free extent's first page: how many of its pages were written and not given back.</summary>
    public readonly uint Dirty => _idle & ~MuzzyMark;

    /// <summary>Of a free extent's first page: whether some of its pages are muzzy.</summary>
    public readonly bool HasMuzzy => (_idle & MuzzyMark) != 0;

    /// <summary>Of a live extent's first page: whether its pages were moved here, and lie in a mapping of their own.</summary>
    public bool IsMoved
    {
        readonly get => _idle != 0;
        set => _idle = value ? 1u : 0;
    }

    /// <summary>Of a free extent's last page: its neighbours by age, 0 for none.</summary>
    public uint Older
    {
        readonly get => Left;
        set => Left = value;
    }

    /// <inheritdoc cref="Older"/>
    public uint Newer
    {
        readonly get => Right;
        set => Right = value;
    }

    /// <summary>The kind of the first page of an extent.</summary>
    public readonly bool IsFirst => Kind is PageKind.Live or PageKind.Free or PageKind.Held;
}

/// <summary>What a page is to its extent.</summary>
internal enum PageKind : byte
{
    /// <summary>Inside an extent, or never used.</summary>
    None,

    /// <summary>The first page of an extent that a user, or a cache above, has.</summary>
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
