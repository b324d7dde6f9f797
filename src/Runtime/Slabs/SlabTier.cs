using System.Numerics;
using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <summary>One pool's slabs: which of their slots are free, which slabs have any, which are empty.</summary>
/// <remarks>
/// <para>For every slab below <see cref="Frontier"/>: <c>FreeOf(slab) == popcount(its free bits) + its slots from _virgin on</c>, which only
/// the last one has; <c>used == sum(capacity - FreeOf)</c>; a slab is in the partial set exactly if it has a free slot and is not being discarded.
/// And across the tiers, at rest: <c>used == rented + cached + in transfer + retired</c>.</para>
/// <para>All of it lies out of line, in side arrays indexed by slot and slab: a stray write through a stale reference cannot reach it,
/// and finding a free slot touches no user memory. A bit a slot costs 1/512 of a 64-byte object; a list through the slots would cost
/// nothing and a cache miss each. The arrays double as the pool grows: mapped for the largest pool at once, they held four pages
/// for a type that was touched once.</para>
/// <para>Lowest slab and lowest slot first, so that long-lived slots gather at the bottom and the slabs above them empty.
/// Slot 0 is never handed out: 0 says "none" everywhere else.</para>
/// </remarks>
internal unsafe partial struct SlabTier
{
    private ulong* _freeBits;
    private ushort* _freeOf;
    private ulong* _partial;
    private ulong* _discarded;
    private long _mappedSlabs, _mappedSlots, _maxSlabs;

    // The lowest slot that was never handed out; from here on no bits are kept.
    private long _virgin;
    private int _shift;
    private bool _hasMemory;
    private SpinGate _gate;
    private long _lowestPartialWord;

    // The fewest empty slabs since DiscardLongEmpty looked.
    private long _fewestEmpty;

    /// <summary>One more than the highest slab that was ever used.</summary>
    public long Frontier;

    /// <summary>Slots that are out of the slabs: rented, cached, in transfer or retired.</summary>
    public long Used;

    /// <summary>The most that <see cref="Used"/> has been since the pool started or since a reset.</summary>
    public long PeakUsed;

    /// <summary>Slabs without a used slot whose pages are still held, and slabs whose pages were given back.</summary>
    public long EmptySlabs, DiscardedSlabs;

    /// <summary>Slots that came back twice, found here at the latest.</summary>
    public long Doubled;

    /// <summary>How often a slab's pages were given back.</summary>
    public long Discards;

    /// <param name="maxSlabs">The most slabs there may ever be.</param>
    /// <param name="shift">Binary logarithm of the slots in a slab.</param>
    /// <param name="hasMemory">Whether slots stand for memory, or only for numbers.</param>
    public void Initialize(long maxSlabs, int shift, bool hasMemory)
    {
        _maxSlabs = maxSlabs;
        _shift = shift;
        _hasMemory = hasMemory;
        _virgin = 1;
        if (shift == 0) Frontier = 1;    // a slab of one slot: slot 0 is all of slab 0
    }

    public readonly void Close() => FreeMaps();

    /// <summary>Takes up to <paramref name="count"/> free slots, the lowest last; 0 where memory has run out.</summary>
    public int Take(ref SlabMemory memory, uint* destination, int count)
    {
        int taken = 0;
        _gate.Enter();
        while (taken < count)
        {
            long slab = LowestPartial();
            if (slab < 0 && !TryExtend(ref memory, out slab)) break;
            int got = TakeFrom(ref memory, slab, destination + taken, count - taken);
            if (got == 0) break;    // no memory for the bits of a virgin slot
            taken += got;
        }

        Used += taken;
        if (Used > PeakUsed) PeakUsed = Used;
        _gate.Exit();
        new Span<uint>(destination, taken).Reverse();
        return taken;
    }

    /// <summary>Gives free slots back.</summary>
    public void Give(uint* slots, int count)
    {
        _gate.Enter();
        for (int i = 0; i < count; i++) GiveOne(slots[i]);
        _gate.Exit();
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

    private int TakeFrom(ref SlabMemory memory, long slab, uint* destination, int count)
    {
        bool wasEmpty = _freeOf[slab] == CapacityOf(slab);
        long first = slab << _shift, end = first + (1L << _shift);
        int taken = 0;
        for (long word = first >> 6; word << 6 < Math.Min(end, _mappedSlots) && taken < count; word++)
        {
            ulong bits = _freeBits[word] & MaskOf(first, end, word);
            while (bits != 0 && taken < count)
            {
                destination[taken++] = (uint)((word << 6) + BitOperations.TrailingZeroCount(bits));
                _freeBits[word] &= ~(bits & (0 - bits));
                bits &= bits - 1;
            }
        }

        while (taken < count && _virgin < end && TryMapSlot(_virgin)) destination[taken++] = (uint)_virgin++;
        if (taken == 0) return 0;
        if (wasEmpty) LeaveEmpty(ref memory, slab);
        _freeOf[slab] -= (ushort)taken;
        if (_freeOf[slab] == 0) Remove(_partial, slab);
        return taken;
    }

    private void GiveOne(uint slot)
    {
        ref ulong word = ref _freeBits[slot >> 6];
        ulong bit = 1UL << (int)(slot & 63);
        if ((word & bit) != 0)
        {
            Doubled++;
            return;
        }

        word |= bit;
        Used--;
        long slab = slot >> _shift;
        if (_freeOf[slab]++ == 0) AddPartial(slab);
        if (_freeOf[slab] == CapacityOf(slab)) EmptySlabs++;
        Check.Expensive(CountFree(slab) == _freeOf[slab], "a slab's count of free slots is that of its bits");
    }

    private bool TryExtend(ref SlabMemory memory, out long slab)
    {
        slab = Frontier;
        if (slab >= _maxSlabs || !TryMapSlab(slab) || (_hasMemory && !memory.TryBack(slab))) return false;
        Frontier++;
        _freeOf[slab] = (ushort)CapacityOf(slab);
        EmptySlabs++;
        AddPartial(slab);
        if (_hasMemory) PageHeap.AddResident(memory.SlabBytes);
        return true;
    }

    private void LeaveEmpty(ref SlabMemory memory, long slab)
    {
        if (!Has(_discarded, slab))
        {
            _fewestEmpty = Math.Min(_fewestEmpty, --EmptySlabs);
            return;
        }

        Remove(_discarded, slab);
        DiscardedSlabs--;
        PageHeap.AddResident(memory.SlabBytes);
    }

    private long LowestPartial()
    {
        for (long word = _lowestPartialWord; word << 6 < Math.Min(Frontier, _mappedSlabs); word++)
        {
            if (_partial[word] == 0) continue;
            _lowestPartialWord = word;
            return (word << 6) + BitOperations.TrailingZeroCount(_partial[word]);
        }

        _lowestPartialWord = Frontier >> 6;
        return -1;
    }

    private void AddPartial(long slab)
    {
        Add(_partial, slab);
        _lowestPartialWord = Math.Min(_lowestPartialWord, slab >> 6);
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
