using System.Numerics;
using Slabwise.Diagnostics;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <summary>One pool's slabs: which of their slots are free, which slabs have any, which of their pages hold memory.</summary>
/// <remarks>
/// <para>For every slab below <see cref="Frontier"/>: <c>FreeOf(slab) == popcount(its free bits) + its slots from _virgin on</c>, which only
/// the last one has; <c>used == sum(capacity - FreeOf)</c>; a slab is in the partial set exactly if it has a free slot and is not held by a purge.
/// And across the tiers, at rest: <c>used == rented + cached + in transfer + retired</c>.</para>
/// <para>Every page of a slab is in one state: active (a slot on it is used), dirty (all are free, and it holds memory), muzzy (the system may
/// take it) or gone (given back, or never touched). <c>active + dirty + muzzy == _resident</c>. A partial slab that is not in the warm set has free
/// slots on gone pages only; so slots that cost a page fault are handed out last.</para>
/// <para>All of it lies out of line, in side arrays indexed by slot and slab: a stray write through a stale reference cannot reach it,
/// and finding a free slot touches no user memory: that is why any page without a used slot can go back, whatever else its slab
/// holds. A bit a slot costs 1/512 of a 64-byte object; a list through the slots would cost nothing and a cache miss each, and pin
/// every page it passes through. The arrays double as the pool grows: mapped for the largest pool at once, they held four pages
/// for a type that was touched once.</para>
/// <para>Lowest slab and lowest slot first, so that long-lived slots gather at the bottom and the slabs above them empty.
/// Slot 0 is never handed out: 0 says "none" everywhere else.</para>
/// </remarks>
internal unsafe partial struct SlabTier
{
    private ulong* _freeBits;
    private ushort* _freeOf;
    private PageStates* _pages;

    // Three sets of slabs, one behind the other: partial, warm, and taken from since the last look.
    private ulong* _partial;
    private SlabDecay* _decay;
    private long _mappedSlabs, _mappedSlots, _maxSlabs;

    // The lowest slot that was never handed out; from here on no bits are kept.
    private long _virgin;

    // Pages that are not gone.
    private long _resident;
    private SpinGate _gate;
    private int _lowestPartialWord, _lowestWarmWord;

    // Slabs whose pages are being given back.
    private int _held;
    private byte _shift;
    private bool _hasMemory;
    private MemoryNode _node;

    // Whether slots came back that no look has seen.
    private bool _isStirred;

    /// <summary>One more than the highest slab that was ever used.</summary>
    public long Frontier;

    /// <summary>Slots that are out of the slabs: rented, cached, in transfer or retired.</summary>
    public long Used;

    /// <summary>The most that <see cref="Used"/> has been since the pool started or since a reset.</summary>
    public long PeakUsed;

    /// <summary>Slabs without a used slot that still hold pages, and slabs that hold none.</summary>
    public int EmptySlabs, DiscardedSlabs;

    /// <summary>Slots that came back twice, found here at the latest.</summary>
    public long Doubled;

    /// <summary>How often pages were given back, by a system call each.</summary>
    public long Discards;

    /// <summary>Starts a tier whose slots are numbers only.</summary>
    /// <param name="maxSlabs">The most slabs there may ever be.</param>
    /// <param name="shift">Binary logarithm of the slots in a slab.</param>
    public void Initialize(long maxSlabs, int shift)
    {
        _maxSlabs = maxSlabs;
        _shift = (byte)shift;
        _virgin = 1;
        if (shift == 0) Frontier = 1;    // a slab of one slot: slot 0 is all of slab 0
    }

    /// <summary>Starts a tier whose slots stand for memory.</summary>
    public void Initialize(in SlabMemory memory)
    {
        Initialize(memory.MaxSlabs, memory.SlotShift);
        _hasMemory = true;
    }

    /// <summary>Has the bookkeeping lie on a memory node. Before the first slot is taken.</summary>
    public void LieOn(MemoryNode node) => _node = node;

    /// <summary>Gives the bookkeeping back; the pages go with their range.</summary>
    public void Close(in SlabMemory memory)
    {
        if (_hasMemory)
        {
            PageHeap.AddResident(-_resident * new SlabPages(memory).Bytes);
            PageHeap.AddSide(-Touched * SideBytesASlab(in memory));
        }

        _resident = 0;
        FreeMaps();
    }

    /// <summary>Takes up to <paramref name="count"/> free slots, the lowest last; 0 where memory has run out.</summary>
    public int Take(ref SlabMemory memory, uint* destination, int count)
    {
        int taken = 0;
        var spin = default(SpinWait);
        _gate.Enter();
        while (taken < count)
        {
            long slab = LowestIn(_partial + SetWords, ref _lowestWarmWord);
            if (slab >= 0) taken += TakeFrom(in memory, slab, destination + taken, count - taken);
            else if (!TryWarm(ref memory, count - taken) && (taken > 0 || !WaitForHeld(ref spin))) break;
        }

        Used += taken;
        if (Used > PeakUsed) PeakUsed = Used;
        _gate.Exit();
        new Span<uint>(destination, taken).Reverse();
        return taken;
    }

    /// <summary>Gives free slots back.</summary>
    public void Give(ref SlabMemory memory, uint* slots, int count)
    {
        if (count == 0) return;
        _gate.Enter();
        long last = -1;
        for (int i = 0; i < count; i++)
        {
            if (!TryGiveOne(slots[i])) continue;
            long slab = slots[i] >> _shift;
            if (slab != last && Has(_partial, slab)) AddTo(_partial + SetWords, ref _lowestWarmWord, slab);
            last = slab;
        }

        bool stirs = Stir();
        _gate.Exit();
        if (!_hasMemory) return;
        if (DecaySettings.DirtyMs == 0) PurgeSlabsOf(ref memory, slots, count);
        if (stirs) Housekeeper.Wake();
    }

    /// <summary>Binary logarithm of the slots in a slab.</summary>
    public readonly int SlotShift => _shift;

    /// <summary>Slabs that were ever used: without slab 0 where that is only slot 0, which is never handed out.</summary>
    public readonly long Touched => Volatile.Read(in Frontier) - (_shift == 0 ? 1 : 0);

    /// <summary>One more than the highest slot that was ever handed out.</summary>
    public readonly long SlotsTouched => Volatile.Read(in _virgin);

    /// <summary>Keeps every slot where it is until <see cref="LetGo"/>.</summary>
    public void Hold() => _gate.Enter();

    public void LetGo() => _gate.Exit();

    /// <summary>Whether a slot lies free in its slab.</summary>
    public readonly bool IsFree(uint slot) => slot >= _virgin || (_freeBits[slot >> 6] >> (int)(slot & 63) & 1) != 0;

    private readonly int CapacityOf(long slab) => (1 << _shift) - (slab == 0 ? 1 : 0);

    private readonly bool IsEmpty(long slab) => _freeOf[slab] == CapacityOf(slab);

    // From a warm slab; the caller comes again where some are missing.
    private int TakeFrom(in SlabMemory memory, long slab, uint* destination, int count)
    {
        long first = slab << _shift;
        int taken = _pages[slab].IsWhole
            ? TakeRange(first, first + (1L << _shift), destination, count)
            : TakeResident(new SlabPages(memory), slab, destination, count);
        if (taken > 0)
        {
            if (IsEmpty(slab)) EmptySlabs--;
            _freeOf[slab] -= (ushort)taken;
            Add(_partial + 2 * SetWords, slab);
            if (_freeOf[slab] == 0) Remove(_partial, slab);
        }

        if (taken < count || _freeOf[slab] == 0) Remove(_partial + SetWords, slab);
        return taken;
    }

    private int TakeRange(long from, long end, uint* destination, int count)
    {
        int taken = 0;
        for (long word = from >> 6; word << 6 < Math.Min(end, _mappedSlots) && taken < count; word++)
        {
            ulong bits = _freeBits[word] & MaskOf(from, end, word);
            while (bits != 0 && taken < count)
            {
                destination[taken++] = (uint)((word << 6) + BitOperations.TrailingZeroCount(bits));
                _freeBits[word] &= ~(bits & (0 - bits));
                bits &= bits - 1;
            }
        }

        while (taken < count && _virgin >= from && _virgin < end && TryMapSlot(_virgin)) destination[taken++] = (uint)_virgin++;
        return taken;
    }

    private bool TryGiveOne(uint slot)
    {
        ref ulong word = ref _freeBits[slot >> 6];
        ulong bit = 1UL << (int)(slot & 63);
        if ((word & bit) != 0)
        {
            Doubled++;
            return false;
        }

        word |= bit;
        Used--;
        long slab = slot >> _shift;
        if (_freeOf[slab]++ == 0) AddTo(_partial, ref _lowestPartialWord, slab);
        if (IsEmpty(slab)) EmptySlabs++;
        Check.Expensive(CountFree(slab) == _freeOf[slab], "a slab's count of free slots is that of its bits");
        return true;
    }

    private readonly long SideBytesASlab(in SlabMemory memory) => (long)memory.SideBytesASlot << _shift;

    private bool TryExtend(ref SlabMemory memory, out long slab)
    {
        slab = Frontier;
        if (slab >= _maxSlabs || !TryMapSlab(slab) || (_hasMemory && !memory.TryBack(slab))) return false;
        Frontier++;
        _freeOf[slab] = (ushort)CapacityOf(slab);
        _pages[slab] = default;
        AddTo(_partial, ref _lowestPartialWord, slab);
        if (_hasMemory) _pages[slab].Gone = new SlabPages(in memory).All;
        if (_hasMemory) DiscardedSlabs++;
        else EmptySlabs++;
        if (_hasMemory) PageHeap.AddSide(SideBytesASlab(in memory));
        return true;
    }

    // A hint below which a set has no slab: found again where it is empty.
    private readonly long LowestIn(ulong* set, ref int hint)
    {
        for (int word = hint; (long)word << 6 < Math.Min(Frontier, _mappedSlabs); word++)
        {
            if (set[word] == 0) continue;
            hint = word;
            return ((long)word << 6) + BitOperations.TrailingZeroCount(set[word]);
        }

        hint = (int)(Frontier >> 6);
        return -1;
    }

    private static void AddTo(ulong* set, ref int hint, long slab)
    {
        Add(set, slab);
        hint = Math.Min(hint, (int)(slab >> 6));
    }

    // The bits of a word that belong to [first, end): slabs of fewer than 64 slots share one.
    private static ulong MaskOf(long first, long end, long word)
    {
        long from = Math.Max(first - (word << 6), 0), to = Math.Min(end - (word << 6), 64);
        return (to == 64 ? ulong.MaxValue : (1UL << (int)to) - 1) & ~((1UL << (int)from) - 1);
    }

    private static bool Has(ulong* set, long slab) => (set[slab >> 6] >> (int)(slab & 63) & 1) != 0;

    private static void Add(ulong* set, long slab) => set[slab >> 6] |= 1UL << (int)(slab & 63);

    private static void Remove(ulong* set, long slab) => set[slab >> 6] &= ~(1UL << (int)(slab & 63));
}
