using System.Runtime.CompilerServices;

namespace Slabwise.Slabs;

/// <content>What other threads than the owner may do: push, claim, and take what was pushed.</content>
internal unsafe partial struct OwnedSlab
{
    /// <summary>Adds a slot to a chain of its slab; false for one that is in a list already.</summary>
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

    /// <summary>Gives a chain to a slab of somebody else's: one compare-exchange. Where nobody owns the slab, it is the caller's now.</summary>
    public PushOutcome Push(SlotChain chain, nint owner)
    {
        ulong seen = Volatile.Read(ref _remote);
        while (true)
        {
            // Slots of a slab that is wholly free can only have come back twice.
            if (StateOf(seen) == StateOf(InTier)) return PushOutcome.Refused;
            bool claims = StateOf(seen) == StateOf(Abandoned);
            if (!claims) Volatile.Write(ref _links[chain.Tail], HeadOf(seen));
            ulong longer = (seen & ~(ulong)uint.MaxValue) | (ulong)(uint)(CountOf(seen) + chain.Count) << 16 | chain.Head;
            ulong witnessed = Interlocked.CompareExchange(ref _remote, claims ? Owned : longer, seen);
            if (witnessed == seen)
            {
                if (!claims) return PushOutcome.Pushed;
                _owner = owner;
                PutChain(chain);
                return PushOutcome.Claimed;
            }

            seen = witnessed;
        }
    }

    /// <summary>Makes an abandoned slab the caller's; false where somebody else was first.</summary>
    public bool TryClaim(nint owner)
    {
        if (!IsAbandoned || Interlocked.CompareExchange(ref _remote, Owned, Abandoned) != Abandoned) return false;
        _owner = owner;
        return true;
    }

    /// <summary>Gives the slab up for anybody to claim; false where a push came in between, which the owner must collect first.</summary>
    public bool TryAbandon()
    {
        nint owner = _owner;
        _owner = 0;    // before the word: afterwards it is the next owner's to write
        if (Interlocked.CompareExchange(ref _remote, Abandoned, Owned) == Owned) return true;
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
            if (witnessed == seen) return new SlotChain { Head = HeadOf(seen), Count = (ushort)CountOf(seen) };
            seen = witnessed;
        }

        return default;
    }

    /// <summary>Takes the first slot of a stolen chain; false at its end.</summary>
    public readonly bool TryUnlink(ref SlotChain chain, out uint slot)
    {
        slot = 0;
        if (chain.Count == 0 || chain.Head == End) return false;
        ushort next = _links[chain.Head];
        if (next == Out) return false;
        _links[chain.Head] = Out;
        slot = FirstSlot + chain.Head;
        chain.Head = next;
        chain.Count--;
        return true;
    }
}

/// <summary>What became of a push.</summary>
internal enum PushOutcome
{
    Pushed,

    /// <summary>Nobody owned the slab: the pusher does now, and the slots are in its lists.</summary>
    Claimed,

    /// <summary>The slab is the tier's: the slots had come back before.</summary>
    Refused,
}
