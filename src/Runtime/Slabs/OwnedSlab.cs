using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Slabs;

/// <summary>One slab whose free slots lie in three places: <c>free</c> and <c>localFree</c> are its owner's alone, <c>remoteFree</c> is everybody else's.</summary>
/// <remarks>
/// <para>While the slab is out of the tier: <c>Used + |free| + |localFree| == Capacity</c>, <c>live == Used - |remoteFree|</c>.
/// A slot that is in none of the three has the link <see cref="Out"/>: who gives one that is not out gives it a second time.</para>
/// <para>The owner's two are sets of bits, so that it takes slots in the order of their addresses: lists kept the order in which slots had
/// come back, and every slot of a batch was a load that waited for the one before. <c>remoteFree</c> is a list, whose links only those
/// write who push.</para>
/// <para>One word holds <c>remoteFree</c> (its head and its length) and who may touch the rest: nobody but the tier, an owner, or whoever
/// claims the slab first because it is abandoned. So a push, and the claim that it may be, are one compare-exchange. The word needs
/// no tag: pushers only compare its head, and whoever takes takes all.</para>
/// <para>All of it lies out of line: no list touches user memory. The word has a line of its own, so that pushing threads and the
/// owner's counts do not share one.</para>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal unsafe partial struct OwnedSlab
{
    public const int Bytes = 128;

    /// <summary>The link of a slot that is out, and of one that is in but has no successor.</summary>
    public const ushort Out = ushort.MaxValue, End = Out - 1;

    [FieldOffset(0)] private ushort* _links;
    [FieldOffset(8)] private ulong* _free;
    [FieldOffset(16)] private ulong* _localFree;

    /// <summary>The owner, 0 where there is none. Others may compare it with themselves: only they could have put it there.</summary>
    [FieldOffset(24)] private nint _owner;

    /// <summary>Number of the slot with index 0.</summary>
    [FieldOffset(32)] public uint FirstSlot;

    [FieldOffset(36)] public ushort Capacity;

    /// <summary>Slots that are in neither of the owner's sets.</summary>
    [FieldOffset(38)] public ushort Used;

    [FieldOffset(40)] private ushort _freeCount;
    [FieldOffset(42)] private ushort _localCount;

    /// <summary>Below this word of <c>free</c> there is none.</summary>
    [FieldOffset(44)] private ushort _firstWord;

    /// <summary>Slots behind a chain that a racing double return cut; they stay out.</summary>
    [FieldOffset(46)] public ushort Lost;

    /// <summary>The owner's clock when it last saw the slab in use.</summary>
    [FieldOffset(48)] public uint LastUsed;

    /// <summary>Whether the slab is in the list of abandoned ones that dry threads search.</summary>
    [FieldOffset(52)] public bool Listed;

    // Slot 0 of a tier is never handed out.
    [FieldOffset(53)] private bool _skipsFirst;

    [FieldOffset(56)] public OwnedSlab* Older;
    [FieldOffset(64)] private ulong _remote;
    [FieldOffset(72)] public OwnedSlab* Newer;

    /// <summary>Slots that others than the owner gave, as far as owners have seen them.</summary>
    [FieldOffset(80)] public long RemoteFrees;

    /// <summary>Whether the slab was ever out of the tier: the others have no links yet.</summary>
    public readonly bool IsMade => _links is not null;

    /// <summary>A link a slot.</summary>
    public readonly ushort* Links => _links;

    /// <summary>The block of the two sets, which change places in it.</summary>
    public readonly ulong* Sets => _free < _localFree ? _free : _localFree;

    /// <summary>Slots in the owner's two sets.</summary>
    public readonly int IdleCount => _freeCount + _localCount;

    private readonly int FirstIndex => _skipsFirst ? 1 : 0;

    private readonly int SetWords => SetBytes(FirstIndex + Capacity) / (2 * sizeof(ulong));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsOwnedBy(nint owner) => _owner == owner;

    /// <summary>Gives a slab that has not been out before its sets and its links.</summary>
    public void Make(ulong* sets, ushort* links, uint firstSlot, int slots, bool skipsFirst)
    {
        FirstSlot = firstSlot;
        _skipsFirst = skipsFirst;
        Capacity = (ushort)(slots - FirstIndex);
        _free = sets;
        _localFree = sets + SetBytes(slots) / (2 * sizeof(ulong));
        _remote = InTier;
        _links = links;
    }

    /// <summary>Starts a slab that came from the tier: all its slots are in <c>free</c>.</summary>
    public void Open(nint owner)
    {
        int slots = FirstIndex + Capacity;
        new Span<ushort>(_links, slots).Fill(End);
        new Span<ulong>(_free, SetWords).Fill(ulong.MaxValue);
        new Span<ulong>(_localFree, SetWords).Clear();
        if (slots % 64 != 0) _free[0] = (1UL << slots) - 1;
        if (FirstIndex == 1) (_free[0], _links[0]) = (_free[0] & ~1UL, Out);
        _freeCount = Capacity;
        _localCount = 0;
        _firstWord = 0;
        Used = 0;
        _owner = owner;
        Volatile.Write(ref _remote, Owned);
    }

    /// <summary>Ends an owner's time with a wholly free slab, which is the tier's afterwards; false for one with a slot out.</summary>
    public bool TryShut()
    {
        if (Used > 0) return false;
        _owner = 0;
        Volatile.Write(ref _remote, InTier);
        return true;
    }

    /// <summary>Sees to it that <c>free</c> has slots, if the slab has any: swaps <c>localFree</c> in and collects <c>remoteFree</c>.</summary>
    /// <remarks>Two sets, so that an owner who gives as much as it takes still comes here once in a slab's worth of slots, and
    /// finds what others gave.</remarks>
    public bool Replenish()
    {
        if (_freeCount > 0) return true;
        Collect();
        ulong* empty = _free;
        _free = _localFree;
        _localFree = empty;
        (_freeCount, _localCount, _firstWord) = (_localCount, 0, 0);
        return _freeCount > 0;
    }

    /// <summary>Takes up to <paramref name="count"/> slots from <c>free</c>, the lowest last.</summary>
    public int Take(uint* destination, int count)
    {
        int wanted = Math.Min(count, _freeCount);
        uint* next = destination + wanted;
        int word = _firstWord;
        while (next > destination)
        {
            ulong bits = _free[word];
            if (bits == 0)
            {
                word++;
                continue;
            }

            do
            {
                int index = (word << 6) + BitOperations.TrailingZeroCount(bits);
                _links[index] = Out;
                *--next = FirstSlot + (uint)index;
                bits &= bits - 1;
            }
            while (bits != 0 && next > destination);
            _free[word] = bits;
        }

        _firstWord = (ushort)word;
        _freeCount -= (ushort)wanted;
        Used += (ushort)wanted;
        return wanted;
    }

    /// <summary>Puts a slot into <c>localFree</c>; false for one that is not out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPut(uint slot)
    {
        uint index = slot - FirstSlot;
        if (_links[index] != Out) return false;
        _links[index] = End;
        _localFree[index >> 6] |= 1UL << (int)(index & 63);
        _localCount++;
        Used--;
        return true;
    }

    /// <summary>Moves <c>remoteFree</c> to <c>localFree</c>: one exchange, and none where nothing is there.</summary>
    public void Collect()
    {
        if (RemoteCount == 0) return;
        ulong word = Interlocked.Exchange(ref _remote, Owned);
        PutChain(ChainOf(word));
    }

    // A chain that two pushers of the same slot tangled is cut where it meets a slot that is in a set already. What lies behind is
    // counted as lost: it stays out, and nothing is ever in two places.
    private void PutChain(SlotChain chain)
    {
        ushort at = chain.Head;
        int length = 0;
        while (length < chain.Count && at < End)
        {
            ulong bit = 1UL << (at & 63);
            if (((_free[at >> 6] | _localFree[at >> 6]) & bit) != 0) break;
            _localFree[at >> 6] |= bit;
            ushort next = _links[at];
            _links[at] = End;
            at = next;
            length++;
        }

        _localCount += (ushort)length;
        Used -= (ushort)length;
        Lost += (ushort)(chain.Count - length);
        RemoteFrees += chain.Count;
    }

    /// <summary>Bytes of both sets.</summary>
    public static int SetBytes(int slots) => ((slots + 63) >> 6) * 2 * sizeof(ulong);
}

/// <summary>Slots of one slab that were given together, linked through the slab's own links.</summary>
internal struct SlotChain
{
    public ushort Head, Tail, Count;
}
