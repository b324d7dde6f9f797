using System.Runtime.InteropServices;
using Slabwise.Pages;
using Slabwise.Shared;

namespace Slabwise.Slabs;

/// <summary>Which slots of a slab lie on which of its pages.</summary>
/// <remarks>
/// <para>Numbers count from the slab's start, of slots as of pages. A slot lies on every page that holds a byte of it; a page without a slot, in
/// the slab's tail, does not exist here.</para>
/// <para>A slab of one slot, and one of a table, is a single page of the slab's size: it comes and goes as a whole. Others have at most
/// 32 pages of 4 KiB, so that a set of pages is a word.</para>
/// </remarks>
internal readonly struct SlabPages
{
    private const int PageShift = 12, WholeShift = 31;

    private readonly uint _stride, _slots;
    private readonly int _shift;

    public SlabPages(in SlabMemory memory)
    {
        bool isWhole = memory.SlotShift == 0 || !memory.IsRange;
        _stride = (uint)memory.Stride;
        _slots = 1u << memory.SlotShift;
        _shift = isWhole ? WholeShift : PageShift;
        Bytes = isWhole ? memory.SlabBytes : SlabGeometry.PageBytes;
        Count = isWhole ? 1 : (int)((_slots * _stride + SlabGeometry.PageBytes - 1) >> PageShift);
        Diagnostics.Check.Internal(Count <= 32, "a slab's pages fit a word");
    }

    /// <summary>How many pages there are.</summary>
    public int Count { get; }

    /// <summary>A page's size.</summary>
    public long Bytes { get; }

    /// <summary>All pages.</summary>
    public uint All => uint.MaxValue >> (32 - Count);

    /// <summary>The slots of a slab.</summary>
    public int Slots => (int)_slots;

    /// <summary>The distance between two slots, in bytes.</summary>
    public int Stride => (int)_stride;

    /// <summary>The pages on which slots <paramref name="first"/> up to <paramref name="end"/> lie.</summary>
    public uint Of(int first, int end)
    {
        int from = (int)((uint)first * _stride >> _shift), to = (int)(((uint)end * _stride - 1) >> _shift);
        return Range(from, to + 1);
    }

    /// <summary>The first slot with a byte on a page.</summary>
    public int FirstOn(int page) => (int)(((uint)page << _shift) / _stride);

    /// <summary>One more than the last slot with a byte on a page.</summary>
    public int EndOn(int page) => page == Count - 1 ? Slots : (int)((((uint)(page + 1) << _shift) + _stride - 1) / _stride);

    /// <summary>The first slot that starts on a page or after it.</summary>
    public int FirstFrom(int page) => (int)((((uint)page << _shift) + _stride - 1) / _stride);

    /// <summary>One more than the last slot that ends before a page.</summary>
    public int EndBefore(int page) => page == Count ? Slots : (int)(((uint)page << _shift) / _stride);

    /// <summary>The pages from one to before another.</summary>
    public static uint Range(int from, int to) => (uint.MaxValue >> (32 - (to - from))) << from;
}

/// <summary>Those pages of a slab that are not simply there.</summary>
/// <remarks><c>Gone &amp; Muzzy == 0</c>, and on a page of either no slot is used. Pages that were never touched are gone.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct PageStates
{
    /// <summary>Pages without memory: they read as zero.</summary>
    public uint Gone;

    /// <summary>Pages that the system may take whenever it wants; they count as resident.</summary>
    public uint Muzzy;

    /// <summary>Whether every page is there for good.</summary>
    public readonly bool IsWhole => (Gone | Muzzy) == 0;
}
