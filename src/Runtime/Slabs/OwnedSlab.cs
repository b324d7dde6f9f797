using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Slabs;

/// <summary>One slab with a free list in three parts: <c>free</c> and <c>localFree</c> are its owner's alone, <c>remoteFree</c> is everybody else's.</summary>
/// <remarks>
/// <para>While the slab is out of the tier: <c>Used + |free| + |localFree| == Capacity</c>, <c>live == Used - |remoteFree|</c>.
/// A slot that lies in no list has the link <see cref="Out"/>; so nothing is handed out twice, whatever a racing double return
/// does to a chain: see <see cref="Take"/>.</para>
/// <para>One word holds <c>remoteFree</c> (its head and its length) and who may touch the rest: nobody but the tier, an owner, or whoever
/// claims the slab first because it is abandoned. So a push, and the claim that it may be, are one compare-exchange. The word needs
/// no tag: pushers only read its head, and whoever takes takes all.</para>
/// <para>An abandoned slab has an empty <c>remoteFree</c>: the first push claims it.</para>
/// <para>Links lie out of line, two bytes a slot: no list touches user memory. The word has a line of its own, so that pushing
/// threads and the owner's counts do not share one.</para>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal unsafe partial struct OwnedSlab
{
    public const int Bytes = 128;

    /// <summary>The link of a slot that is in no list, and of the last one in a list.</summary>
    public const ushort Out = ushort.MaxValue, End = Out - 1;

    private const ulong InTier = End, Owned = 1UL << 32 | End, Abandoned = 1UL << 33 | End;

    [FieldOffset(0)] private ushort* _links;

    /// <summary>The owner, 0 where there is none. Others may compare it with themselves: only they could have put it there.</summary>
    [FieldOffset(8)] private nint _owner;

    /// <summary>Number of the slot with index 0.</summary>
    [FieldOffset(16)] public uint FirstSlot;

    [FieldOffset(20)] private ushort _free;
    [FieldOffset(22)] private ushort _localFree;
    [FieldOffset(24)] private ushort _freeCount;
    [FieldOffset(26)] private ushort _localCount;

    /// <summary>Slots that are in neither of the owner's lists.</summary>
    [FieldOffset(28)] public ushort Used;

    [FieldOffset(30)] public ushort Capacity;

    /// <summary>Slots behind a chain that a racing double return cut; they stay out.</summary>
    [FieldOffset(32)] public ushort Lost;

    /// <summary>Whether the slab is in the list of abandoned ones that dry threads search.</summary>
    [FieldOffset(34)] public bool Listed;

    /// <summary>The owner's clock when it last saw the slab in use.</summary>
    [FieldOffset(36)] public uint LastUsed;

    [FieldOffset(40)] public OwnedSlab* Older;
    [FieldOffset(48)] public OwnedSlab* Newer;

    /// <summary>Slots that others than the owner gave, as far as owners have seen them.</summary>
    [FieldOffset(56)] public long RemoteFrees;

    [FieldOffset(64)] private ulong _remote;

    /// <summary>Whether the slab was ever out of the tier: the others have no links yet.</summary>
    public readonly bool IsMade => _links is not null;

    /// <summary>A link a slot.</summary>
    public readonly ushort* Links => _links;

    public readonly bool IsInTier => StateOf(Volatile.Read(in _remote)) == StateOf(InTier);

    public readonly bool IsAbandoned => StateOf(Volatile.Read(in _remote)) == StateOf(Abandoned);

    /// <summary>Slots in the owner's two lists.</summary>
    public readonly int IdleCount => _freeCount + _localCount;

    /// <summary>Slots in <c>remoteFree</c>.</summary>
    public readonly int RemoteCount => CountOf(Volatile.Read(in _remote));

    private readonly int FirstIndex => FirstSlot == 0 ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsOwnedBy(nint owner) => _owner == owner;

    /// <summary>Gives a slab that has not been out before its links.</summary>
    public void Make(ushort* links, uint firstSlot, int slots)
    {
        FirstSlot = firstSlot;
        Capacity = (ushort)(slots - (firstSlot == 0 ? 1 : 0));    // slot 0 is never handed out
        _remote = InTier;
        _links = links;
    }

    /// <summary>Starts a slab that came from the tier: all slots free, in ascending order.</summary>
    public void Open(nint owner)
    {
        int first = FirstIndex, slots = first + Capacity;
        if (first == 1) _links[0] = Out;
        for (int index = first; index < slots; index++) _links[index] = (ushort)(index + 1);
        _links[slots - 1] = End;
        _free = (ushort)first;
        _freeCount = Capacity;
        _localFree = End;
        _localCount = 0;
        Used = 0;
        _owner = owner;
        Volatile.Write(ref _remote, Owned);
    }

    /// <summary>Ends an owner's time with a wholly free slab, which is the tier's afterwards; false for one with a slot out.</summary>
    /// <remarks>The links are asked too: a double return that raced into two lists is counted in both, and must not let go of a
    /// slab whose last slot is still rented. 20 ns for 1,024 slots.</remarks>
    public bool TryShut()
    {
        if (Used > 0) return false;
        int outside = new ReadOnlySpan<ushort>(_links + FirstIndex, Capacity).Count(Out);
        if (outside > 0)
        {
            if (_localCount >= outside) _localCount -= (ushort)outside;
            else _freeCount -= (ushort)outside;
            Used = (ushort)outside;
            return false;
        }

        _owner = 0;
        Volatile.Write(ref _remote, InTier);
        return true;
    }

    /// <summary>Sees to it that <c>free</c> has slots, if the slab has any: swaps <c>localFree</c> in and collects <c>remoteFree</c>.</summary>
    /// <remarks>Two lists, so that an owner who gives as much as it takes still comes here once in a slab's worth of slots, and
    /// finds what others gave.</remarks>
    public bool Replenish()
    {
        if (_freeCount > 0) return true;
        (_free, _freeCount, _localFree, _localCount) = (_localFree, _localCount, End, 0);
        Collect();
        if (_freeCount == 0) (_free, _freeCount, _localFree, _localCount) = (_localFree, _localCount, End, 0);
        return _freeCount > 0;
    }

    /// <summary>Takes up to <paramref name="count"/> slots from <c>free</c>, the first in the list last.</summary>
    /// <remarks>A slot is taken only if its link says that it is in a list, and then the link says that it is not. So a chain that two
    /// pushers of the same slot tangled ends where it meets a slot that is out; what it had behind that is counted as lost.</remarks>
    public int Take(uint* destination, int count)
    {
        int wanted = Math.Min(count, _freeCount), taken = 0;
        ushort at = _free;
        while (taken < wanted)
        {
            ushort next = at == End ? Out : _links[at];
            if (next == Out) return TakeTangled(destination, wanted, taken);
            _links[at] = Out;
            destination[wanted - ++taken] = FirstSlot + at;
            at = next;
        }

        _free = at;
        _freeCount -= (ushort)taken;
        Used += (ushort)taken;
        return taken;
    }

    /// <summary>Puts a slot into <c>localFree</c>; false for one that is in a list already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPut(uint slot)
    {
        uint index = slot - FirstSlot;
        if (_links[index] != Out) return false;
        _links[index] = _localFree;
        _localFree = (ushort)index;
        _localCount++;
        Used--;
        return true;
    }

    /// <summary>Moves <c>remoteFree</c> to <c>localFree</c>: one exchange, and none where nothing is there.</summary>
    public void Collect()
    {
        if (RemoteCount == 0) return;
        ulong word = Interlocked.Exchange(ref _remote, Owned);
        PutChain(new SlotChain { Head = HeadOf(word), Count = (ushort)CountOf(word) });
    }

    private void PutChain(SlotChain chain)
    {
        RemoteFrees += chain.Count;
        if (_localCount > 0) chain = JoinLocal(chain);
        _localFree = chain.Head;
        _localCount += chain.Count;
        Used -= chain.Count;
    }

    // The whole chain is walked, but only where both lists have slots: a dry owner collects in constant time.
    private SlotChain JoinLocal(SlotChain chain)
    {
        ushort at = chain.Head, tail = End;
        int length = 0;
        while (length < chain.Count && at != End && _links[at] != Out)
        {
            tail = at;
            at = _links[at];
            length++;
        }

        Lost += (ushort)(chain.Count - length);
        if (length == 0) return new SlotChain { Head = _localFree };
        _links[tail] = _localFree;
        return chain with { Count = (ushort)length };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int TakeTangled(uint* destination, int wanted, int taken)
    {
        Lost += (ushort)(_freeCount - taken);
        Used += _freeCount;
        _free = End;
        _freeCount = 0;
        new Span<uint>(destination + wanted - taken, taken).CopyTo(new Span<uint>(destination, taken));
        return taken;
    }

    private static ulong StateOf(ulong word) => word >> 32;

    private static int CountOf(ulong word) => (int)(word >> 16 & ushort.MaxValue);

    private static ushort HeadOf(ulong word) => (ushort)word;
}

/// <summary>Slots of one slab that were given together, linked through the slab's own links.</summary>
internal struct SlotChain
{
    public ushort Head, Tail, Count;
}
