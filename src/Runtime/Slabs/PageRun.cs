using System.Numerics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <summary>Pages that lie side by side, in one slab or several, on their way back in one system call.</summary>
/// <remarks>Slabs come highest first. Pages that were gone already join those on both sides of them. What a call does not give back, because it is
/// refused or because only a part of a granule is left of the run, is struck off its slab's pages.</remarks>
internal unsafe ref struct PageRun
{
    // The system gives back no less than its own pages, which may be larger than ours.
    private static readonly nint s_granule = Environment.SystemPageSize;

    private readonly ref SlabMemory _memory;
    private readonly SlabPages _pages;
    private readonly bool _isLazy;

    // From the first slab's start, in bytes; and where in the list the run's slabs begin.
    private long _from, _to;
    private int _first;

    public PageRun(ref SlabMemory memory, in SlabPages pages, bool isLazy)
    {
        _memory = ref memory;
        _pages = pages;
        _isLazy = isLazy;
    }

    /// <summary>System calls that succeeded.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether one was refused; no more are tried then.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Adds the pages of a slab that lies below those before it.</summary>
    public void Add(HeldSlab* held, int at)
    {
        long start = held[at].Slab * _memory.SlabBytes;
        uint reach = held[at].Pages | held[at].Gone;
        while (reach != 0)
        {
            int last = BitOperations.Log2(reach), page = last + 1 - BitOperations.LeadingZeroCount(~(reach << (31 - last)));
            uint run = SlabPages.Range(page, last + 1);
            reach &= ~run;
            if ((run & held[at].Pages) == 0) continue;
            long to = start + (last + 1 == _pages.Count ? _memory.SlabBytes : (last + 1) * _pages.Bytes);
            if (to != _from || !_memory.IsRange)
            {
                End(held, at);
                _to = to;
                _first = at;
            }

            _from = start + page * _pages.Bytes;
        }
    }

    /// <summary>Gives back what was added last.</summary>
    public void End(HeldSlab* held, int last)
    {
        if (_to == 0) return;
        if (_memory.IsRange)
        {
            GiveBack(held, last);
        }
        else
        {
            _memory.Free(held[_first].Slab);
            Calls++;
        }

        _to = 0;
        _from = -1;
    }

    private void GiveBack(HeldSlab* held, int last)
    {
        nint start = (nint)_memory.Base, mask = s_granule - 1;
        nint from = (start + (nint)_from + mask) & ~mask, to = (start + (nint)_to) & ~mask;
        bool given = !HasFailed && from < to && SlabMemory.Discard(from, to - from, _isLazy);
        if (given) Calls++;
        else if (from < to) HasFailed = true;
        if (!given) from = to;
        if (to - from != (nint)(_to - _from)) StrikeOff(held, last, from - start, to - start);
    }

    private readonly void StrikeOff(HeldSlab* held, int last, long from, long to)
    {
        for (int at = _first; at <= last; at++)
        {
            for (uint left = held[at].Pages; left != 0; left &= left - 1)
            {
                int page = BitOperations.TrailingZeroCount(left);
                long start = held[at].Slab * _memory.SlabBytes + page * _pages.Bytes;
                bool isInRun = start >= _from && start < _to, isGiven = start >= from && start + _pages.Bytes <= to;
                if (isInRun && !isGiven) held[at].Pages &= ~(1u << page);
            }
        }
    }
}
