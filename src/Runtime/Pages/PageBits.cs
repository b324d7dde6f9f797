using System.Numerics;

namespace Slabwise.Pages;

/// <summary>A bit for every page of a range; memory appears where bits are written.</summary>
/// <remarks>Whoever writes has the range's gate: neighbours share words. Runs are counted and changed a word at a time, 256 KiB of pages.</remarks>
internal unsafe struct PageBits
{
    private ulong* _words;
    private nint _bytes;

    /// <summary>Maps the bits of so many pages, all clear; false where the system refuses.</summary>
    public bool TryMap(uint pages)
    {
        _bytes = (nint)(pages / 8) + sizeof(ulong);
        _words = (ulong*)PageHeap.MapSideArray(_bytes);
        return _words is not null;
    }

    public readonly void Unmap() => PageHeap.Release((nint)_words, _bytes);

    public readonly bool Has(uint page) => (_words[page >> 6] >> (int)(page & 63) & 1) != 0;

    public readonly uint Count(uint page, uint pages)
    {
        uint count = 0;
        ulong first = page, end = first + pages;
        for (ulong word = first >> 6; word << 6 < end; word++) count += (uint)BitOperations.PopCount(_words[word] & MaskOf(first, end, word));
        return count;
    }

    public readonly void Set(uint page, uint pages)
    {
        ulong first = page, end = first + pages;
        for (ulong word = first >> 6; word << 6 < end; word++) _words[word] |= MaskOf(first, end, word);
    }

    public readonly void Clear(uint page, uint pages)
    {
        ulong first = page, end = first + pages;
        for (ulong word = first >> 6; word << 6 < end; word++) _words[word] &= ~MaskOf(first, end, word);
    }

    /// <summary>Moves a run's bits to another set, where those that are set already stay.</summary>
    public readonly void MoveTo(PageBits other, uint page, uint pages)
    {
        ulong first = page, end = first + pages;
        for (ulong word = first >> 6; word << 6 < end; word++)
        {
            ulong moved = _words[word] & MaskOf(first, end, word);
            other._words[word] |= moved;
            _words[word] &= ~moved;
        }
    }

    /// <summary>The first page of a run whose bit is set; the run's end where none is.</summary>
    public readonly uint FirstIn(uint page, uint pages)
    {
        ulong first = page, end = first + pages;
        for (ulong word = first >> 6; word << 6 < end; word++)
        {
            ulong bits = _words[word] & MaskOf(first, end, word);
            if (bits != 0) return (uint)((word << 6) + (uint)BitOperations.TrailingZeroCount(bits));
        }

        return (uint)end;
    }

    /// <summary>Finds the highest pages of a run that are set, at most <paramref name="most"/> of them: from the last one down.</summary>
    /// <returns>The first page of the stretch, how long it is with the clear pages in between, and how many are set; zeros where none is.</returns>
    public readonly (uint First, uint Pages, uint Set) HighestIn(uint page, uint pages, long most)
    {
        ulong first = page, end = first + pages;
        uint last = 0, lowest = 0, count = 0;
        for (ulong word = (end - 1) >> 6; word + 1 > first >> 6 && count < most; word--)
        {
            ulong bits = _words[word] & MaskOf(first, end, word);
            if (bits == 0) continue;
            for (int over = BitOperations.PopCount(bits) - (int)Math.Min(most - count, 64); over > 0; over--) bits &= bits - 1;
            if (count == 0) last = (uint)(word << 6) + (uint)BitOperations.Log2(bits);
            lowest = (uint)(word << 6) + (uint)BitOperations.TrailingZeroCount(bits);
            count += (uint)BitOperations.PopCount(bits);
        }

        return count == 0 ? default : (lowest, last - lowest + 1, count);
    }

    // The bits of a word that belong to [first, end).
    private static ulong MaskOf(ulong first, ulong end, ulong word)
    {
        int from = (int)Math.Max((long)(first - (word << 6)), 0), to = (int)Math.Min(end - (word << 6), 64);
        return (ulong.MaxValue >> (64 - to)) & (ulong.MaxValue << from);
    }
}
