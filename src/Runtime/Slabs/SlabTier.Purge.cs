using System.Numerics;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Giving free pages back.</content>
internal unsafe partial struct SlabTier
{
    private const int SlotsAStep = 128;

    // A run ends with the slabs that are held together, and of huge pages a part is lost at each end: then 64 MiB are held and not 4.
    private static readonly int s_heldAtOnce = HugePagePolicy.IsHuge ? 1024 : 64;

    /// <summary>Gives back every free page, dirty or muzzy; says how many bytes.</summary>
    public long Purge(ref SlabMemory memory) =>
        _hasMemory
            ? GiveBack(ref memory, new Departure(PageKinds.Dirty | PageKinds.Muzzy, IsLazy: false, FromBusy: true), long.MaxValue) * new SlabPages(in memory).Bytes
            : 0;

    /// <summary>Gives free pages back, the highest first, until <paramref name="most"/> are gone; says how many.</summary>
    /// <remarks>Slabs are out of the partial set while the system call runs, so that nobody rents on pages that are going. The gate is free
    /// meanwhile.</remarks>
    private long GiveBack(ref SlabMemory memory, Departure how, long most)
    {
        var pages = new PageBounds(new SlabPages(in memory));
        HeldSlab* held = stackalloc HeldSlab[s_heldAtOnce];
        long given = 0, below = Math.Min(Volatile.Read(in Frontier), Volatile.Read(in _mappedSlabs));    // slab 0 of a tier that was never used has no maps
        bool succeeds = true;
        while (below > 0 && given < most && succeeds)
        {
            _gate.Enter();
            int count = HoldBelow(pages, ref below, how, most - given, held);
            _gate.Exit();
            if (count > 0) given += GiveBackHeld(ref memory, pages, how, held, count, out succeeds);
        }

        return given;
    }

    /// <summary>Gives back what has become free with these slots, where pages are not to wait: looks at their slabs only.</summary>
    private void PurgeSlabsOf(ref SlabMemory memory, uint* slots, int count)
    {
        var pages = new PageBounds(new SlabPages(in memory));
        var how = new Departure(PageKinds.Dirty, IsLazy: DecaySettings.MuzzyMs != 0 && memory.IsRange);
        uint* sorted = stackalloc uint[SlotsAStep];
        HeldSlab* held = stackalloc HeldSlab[SlotsAStep];
        bool succeeds = true;
        for (int from = 0; from < count && succeeds; from += SlotsAStep)
        {
            var step = new Span<uint>(sorted, Math.Min(SlotsAStep, count - from));
            new ReadOnlySpan<uint>(slots + from, step.Length).CopyTo(step);
            step.Sort();
            int holding = 0;
            _gate.Enter();
            for (int i = step.Length - 1; i >= 0; i--)
            {
                long slab = sorted[i] >> _shift;
                bool isNext = i == step.Length - 1 || slab != sorted[i + 1] >> _shift;
                if (isNext && Has(_partial, slab) && TryHold(pages, slab, how, long.MaxValue, held + holding)) holding++;
            }

            _gate.Exit();
            if (holding > 0) GiveBackHeld(ref memory, pages, how, held, holding, out succeeds);
        }
    }

    private int HoldBelow(in PageBounds pages, ref long below, Departure how, long most, HeldSlab* held)
    {
        int count = 0, looked = 0;
        while (below > 0 && most > 0 && count < s_heldAtOnce && looked < s_heldAtOnce)
        {
            long word = (below - 1) >> 6;
            ulong candidates = _partial[word] & (ulong.MaxValue >> (int)(63 - ((below - 1) & 63)));
            if (!how.FromBusy) candidates &= ~_partial[2 * SetWords + word];
            below = candidates == 0 ? word << 6 : (word << 6) + BitOperations.Log2(candidates);
            if (candidates == 0) continue;
            looked++;
            if (TryHold(pages, below, how, most, held + count)) most -= BitOperations.PopCount(held[count++].Pages);
        }

        return count;
    }

    private bool TryHold(in PageBounds pages, long slab, Departure how, long most, HeldSlab* held)
    {
        PageStates states = _pages[slab];
        if (states.Gone == pages.All) return false;
        uint leaving = how.Of(FreePages(pages, slab), states);
        while (BitOperations.PopCount(leaving) > most) leaving &= leaving - 1;
        if (leaving == 0) return false;
        Remove(_partial, slab);
        Remove(_partial + SetWords, slab);
        _held++;
        *held = new HeldSlab { Slab = slab, Pages = leaving, Gone = states.Gone };
        return true;
    }

    private long GiveBackHeld(ref SlabMemory memory, in PageBounds pages, Departure how, HeldSlab* held, int count, out bool succeeds)
    {
        var run = new PageRun(ref memory, pages.Pages, how.IsLazy);
        for (int i = 0; i < count; i++) run.Add(held, i);
        run.End(held, count - 1);
        succeeds = !run.HasFailed;
        _gate.Enter();
        long given = 0;
        for (int i = 0; i < count; i++) given += PutBack(pages, how, held[i]);
        Discards += run.Calls;
        _gate.Exit();
        if (!how.IsLazy) PageHeap.AddResident(-given * pages.Pages.Bytes);
        return given;
    }

    private int PutBack(in PageBounds pages, Departure how, HeldSlab held)
    {
        ref PageStates states = ref _pages[held.Slab];
        int given = BitOperations.PopCount(held.Pages);
        if (how.IsLazy)
        {
            states.Muzzy |= held.Pages;
        }
        else
        {
            states.Gone |= held.Pages;
            states.Muzzy &= ~held.Pages;
            _resident -= given;
            if (given > 0 && states.Gone == pages.All && IsEmpty(held.Slab))
            {
                EmptySlabs--;
                DiscardedSlabs++;
            }
        }

        _held--;
        AddTo(_partial, ref _lowestPartialWord, held.Slab);
        if (states.Gone != pages.All) AddTo(_partial + SetWords, ref _lowestWarmWord, held.Slab);
        return given;
    }

    // Under the gate, where nothing else is left: a pool at its bound would say that it is exhausted while a call runs.
    private bool WaitForHeld(ref SpinWait spin)
    {
        if (_held == 0) return false;
        _gate.Exit();
        spin.SpinOnce(sleep1Threshold: -1);
        _gate.Enter();
        return true;
    }
}
