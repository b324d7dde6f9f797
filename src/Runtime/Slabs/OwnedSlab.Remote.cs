using System.Runtime.CompilerServices;

namespace Slabwise.Slabs;

/// <content>The shared word, and what other threads than the owner may do: push, claim, and take what was pushed.</content>
internal unsafe partial struct OwnedSlab
{
    // From low to high: head of remoteFree, |remoteFree|, state (16 bits each), and for an abandoned slab how many slots are used.
    private const ulong InTier = End, Owned = 1UL << 32 | End, Abandoned = 2UL << 32 | End;

    // An abandoned slab with idle slots, which is in the list for dry threads.
    private const ulong AbandonedIdle = 3UL << 32 | End;

    public readonly bool IsInTier => StateOf(Volatile.Read(in _remote)) == StateOf(InTier);

    public readonly bool IsAbandoned => StateOf(Volatile.Read(in _remote)) >= StateOf(Abandoned);

    /// <summary>Slots in <c>remoteFree</c>.</summary>
    public readonly int RemoteCount => CountOf(Volatile.Read(in _remote));

    /// <summary>Adds a slot to a chain of its slab; false for one that is not out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryLink(ref SlotChain chain, uint slot)
    {
        ushort index = (ushort)(slot - FirstSlot);
        if (Volatile.Read(ref _links[index]) != Out) return false;
        if (chain.Count++ == 0) chain.Tail = index;
        _links[index] = chain.Count == 1 ? End : chain.Head;
        chain.Head = index;
        return true;
    }

    /// <summary>Gives a chain to a slab of somebody else's: one compare-exchange.</summary>
    /// <remarks>Where nobody owns the slab, it is the caller's now if these are its first idle slots or its last used ones: somebody has to
    /// show it to dry threads, or give it back. In between, the slots wait for whoever claims it.</remarks>
    public PushOutcome Push(SlotChain chain, nint owner)
    {
        ulong seen = Volatile.Read(ref _remote);
        while (true)
        {
            // Slots of a slab that is wholly free can only have come back twice.
            if (StateOf(seen) == StateOf(InTier)) return PushOutcome.Refused;
            bool claims = StateOf(seen) == StateOf(Abandoned)
                || (StateOf(seen) == StateOf(AbandonedIdle) && CountOf(seen) + chain.Count >= UsedOf(seen));
            if (!claims) Volatile.Write(ref _links[chain.Tail], HeadOf(seen));
            ulong longer = (seen & ~(ulong)uint.MaxValue) | (ulong)(uint)(CountOf(seen) + chain.Count) << 16 | chain.Head;
            ulong witnessed = Interlocked.CompareExchange(ref _remote, claims ? Owned : longer, seen);
            if (witnessed == seen)
            {
                if (!claims) return PushOutcome.Pushed;
                _owner = owner;
                PutChain(ChainOf(seen));
                PutChain(chain);
                return PushOutcome.Claimed;
            }

            seen = witnessed;
            Volatile.Write(ref _links[chain.Tail], End);
        }
    }

    /// <summary>Makes an abandoned slab the caller's and collects what waited; false where somebody else was first.</summary>
    public bool TryClaim(nint owner)
    {
        ulong seen = Volatile.Read(ref _remote);
        while (StateOf(seen) >= StateOf(Abandoned))
        {
            ulong witnessed = Interlocked.CompareExchange(ref _remote, Owned, seen);
            if (witnessed == seen)
            {
                _owner = owner;
                PutChain(ChainOf(seen));
                return true;
            }

            seen = witnessed;
        }

        return false;
    }

    /// <summary>Gives the slab up for anybody to claim; false where a push came in between, which the owner must collect first.</summary>
    public bool TryAbandon()
    {
        nint owner = _owner;
        _owner = 0;    // before the word: afterwards it is the next owner's to write
        ulong word = (IdleCount > 0 ? AbandonedIdle : Abandoned) | (ulong)Used << 48;
        if (Interlocked.CompareExchange(ref _remote, word, Owned) == Owned) return true;
        _owner = owner;
        return false;
    }

    /// <summary>Takes what others pushed to a slab that somebody owns, for a thread that finds memory nowhere else.</summary>
    /// <remarks>The slots stay used: they go from <c>remoteFree</c> to the thief's hand.</remarks>
    public SlotChain Steal()
    {
        ulong seen = Volatile.Read(ref _remote);
        while (StateOf(seen) == StateOf(Owned) && CountOf(seen) > 0)
        {
            ulong witnessed = Interlocked.CompareExchange(ref _remote, Owned, seen);
            if (witnessed == seen) return ChainOf(seen);
            seen = witnessed;
        }

        return default;
    }

    /// <summary>Takes the first slot of a stolen chain; false at its end.</summary>
    public readonly bool TryUnlink(ref SlotChain chain, out uint slot)
    {
        slot = 0;
        if (chain.Count == 0 || chain.Head >= End) return false;
        ushort next = _links[chain.Head];
        if (next == Out) return false;
        _links[chain.Head] = Out;
        slot = FirstSlot + chain.Head;
        chain.Head = next;
        chain.Count--;
        return true;
    }

    private static SlotChain ChainOf(ulong word) => new() { Head = HeadOf(word), Count = (ushort)CountOf(word) };

    private static ulong StateOf(ulong word) => word >> 32 & ushort.MaxValue;

    private static int CountOf(ulong word) => (int)(word >> 16 & ushort.MaxValue);

    private static int UsedOf(ulong word) => (int)(word >> 48);

    private static ushort HeadOf(ulong word) => (ushort)word;
}

/// <summary>What became of a push.</summary>
internal enum PushOutcome
{
    Pushed,

    /// <summary>Nobody owned the slab: the pusher does now, and the slots are in its sets.</summary>
    Claimed,

    /// <summary>The slab is the tier's: the slots had come back before.</summary>
    Refused,
}
