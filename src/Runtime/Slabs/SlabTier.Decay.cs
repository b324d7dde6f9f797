using System.Numerics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Letting go of free pages with time.</content>
internal unsafe partial struct SlabTier
{
    /// <summary>Whether slots came back that no look has seen, or free pages were there at the last one.</summary>
    public readonly bool MayDecay => Volatile.Read(in _isStirred);

    /// <summary>Lets go of the free pages whose time has come, the highest first; true while more will come.</summary>
    /// <param name="memory">The pool's memory.</param>
    /// <param name="now">Milliseconds on a clock that never goes back.</param>
    public bool Decay(ref SlabMemory memory, long now) => Decay(ref memory, now, DecaySettings.DirtyMs, DecaySettings.MuzzyMs);

    /// <summary>The same with decay times of the caller's.</summary>
    public bool Decay(ref SlabMemory memory, long now, int dirtyMs, int muzzyMs)
    {
        if (!MayDecay || (dirtyMs < 0 && muzzyMs <= 0)) return false;
        if (!TryStartLook(out bool isBookkept)) return true;
        if (!isBookkept)
        {
            Purge(ref memory);    // no memory even for the curve: this is no time to hold any
            return false;
        }

        bool remain = true;
        if ((dirtyMs >= 0 && _decay->Dirty.IsDue(now, dirtyMs)) || (muzzyMs > 0 && _decay->Muzzy.IsDue(now, muzzyMs)))
            remain = DecayDue(ref memory, now, dirtyMs, muzzyMs);
        Volatile.Write(ref _decay->IsLooking, false);
        return remain;
    }

    // Under the gate; true for the first slot that comes back since a look, whoever gives it then wakes the housekeeper.
    private bool Stir()
    {
        bool isFirst = _hasMemory && !_isStirred;
        _isStirred = _hasMemory;
        return isFirst;
    }

    private bool DecayDue(ref SlabMemory memory, long now, int dirtyMs, int muzzyMs)
    {
        var pages = new PageBounds(new SlabPages(in memory));
        IdlePages idle = Look(pages);
        long dirty = idle.Dirty, muzzy = idle.Muzzy, excess = dirty - _decay->Dirty.Advance(now, dirtyMs, dirty);
        if (excess > 0)
        {
            bool isLazy = muzzyMs != 0 && memory.IsRange;
            long given = GiveBack(ref memory, new Departure(PageKinds.Dirty, isLazy), excess);
            dirty -= given;
            if (isLazy) muzzy += given;
        }

        excess = muzzy - _decay->Muzzy.Advance(now, muzzyMs, muzzy);
        if (excess > 0) muzzy -= GiveBack(ref memory, new Departure(PageKinds.Muzzy, IsLazy: false), excess);
        if (dirty + muzzy > 0 || idle.IsBusy) Volatile.Write(ref _isStirred, true);
        return (dirtyMs >= 0 && (dirty > 0 || idle.IsBusy)) || (muzzyMs > 0 && muzzy > 0);
    }

    /// <summary>Counts the free pages of slabs that were not taken from since the last look.</summary>
    /// <remarks>Lowest first means that a slab which was taken from is taken from next; and a loop of 300,000 rents and returns, looked at between
    /// two rounds, would lose the pages that it faults in again in each.</remarks>
    private IdlePages Look(in PageBounds pages)
    {
        var idle = default(IdlePages);
        Volatile.Write(ref _isStirred, false);    // before the walk: what comes back meanwhile makes another look necessary
        for (long word = 0; word << 6 < Volatile.Read(in Frontier); word++)
        {
            _gate.Enter();
            ulong taken = _partial[2 * SetWords + word], candidates = _partial[word];
            _partial[2 * SetWords + word] = 0;
            if ((taken & candidates) != 0) idle = idle with { IsBusy = true };
            idle = LookAt(pages, word << 6, candidates & ~taken, idle);
            _gate.Exit();
        }

        return idle;
    }

    // A take waits for this: 64 slabs, some microseconds if all of them are in parts.
    private readonly IdlePages LookAt(in PageBounds pages, long first, ulong slabs, IdlePages idle)
    {
        long dirty = 0, muzzy = 0;
        for (; slabs != 0; slabs &= slabs - 1)
        {
            long slab = first + BitOperations.TrailingZeroCount(slabs);
            PageStates states = _pages[slab];
            if (states.Gone == pages.All) continue;
            uint free = FreePages(pages, slab) & ~states.Gone;
            dirty += BitOperations.PopCount(free & ~states.Muzzy);
            muzzy += BitOperations.PopCount(free & states.Muzzy);
        }

        return idle with { Dirty = idle.Dirty + dirty, Muzzy = idle.Muzzy + muzzy };
    }

    private bool TryStartLook(out bool isBookkept)
    {
        _gate.Enter();
        if (_decay is null) _decay = (SlabDecay*)MetadataHeap.TryAlloc(sizeof(SlabDecay), _node);
        isBookkept = _decay is not null;
        bool isFirst = !isBookkept || !_decay->IsLooking;
        if (isBookkept) _decay->IsLooking = true;
        _gate.Exit();
        return isFirst;
    }
}
