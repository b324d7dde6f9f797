namespace Slabwise.Caches;

/// <summary>A thread's hands, and the sentinel by which its end is noticed.</summary>
/// <remarks>.NET calls nobody when a thread ends. But this object is reachable only from the thread's own statics, so its finalizer
/// runs after the thread is gone, and then nothing else can touch the hands. Managed thread ids would not do: they are used again.
/// Whoever does not want to wait for a collection asks <see cref="HandOwners.RetireDead"/>.</remarks>
internal sealed unsafe class ThreadHands
{
    [ThreadStatic]
    private static ThreadHands? t_current;

    private readonly HandOwner* _owner = HandOwners.Add(HandSpace.Open());

    ~ThreadHands() => HandOwners.Remove(_owner);

    /// <summary>This thread's hand of a pool, opened where it was not yet; null where there is no memory for one.</summary>
    public static Hand* TryOf(PoolCore* core)
    {
        var hand = (Hand*)(HandSpace.Block + core->HandPlace);
        return HandSpace.Block != 0 && hand->Pool == core ? hand : TryOpen(core);
    }

    /// <summary>Whether this thread has a block of hands, after one was made where there was none.</summary>
    public static bool TryEnsureBlock()
    {
        try
        {
            t_current ??= new ThreadHands();
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        return HandSpace.Block != 0;
    }

    // What may fail comes first: a hand that names its pool is one that the pool and the thread know of.
    private static Hand* TryOpen(PoolCore* core)
    {
        HandOwner* owner;
        ThreadSlabs* slabs = null;
        try
        {
            owner = (t_current ??= new ThreadHands())._owner;
            if (core->Sharded is not null) slabs = ThreadSlabs.Create();
        }
        catch (OutOfMemoryException)
        {
            return null;
        }

        var hand = (Hand*)(owner->Block + core->HandPlace);
        hand->Capacity = (uint)core->HandCapacity;
        hand->Slabs = slabs;
        hand->Pool = core;
        hand->NextOfThread = owner->First;
        owner->First = hand;

        core->Gate.Enter();
        hand->NextInPool = core->Hands;
        if (core->Hands is not null) core->Hands->PreviousInPool = hand;
        core->Hands = hand;
        core->Gate.Exit();
        return hand;
    }

    /// <summary>Slots in all hands of a pool, and what the hands have counted; exact only at rest.</summary>
    public static HandCounts Count(PoolCore* core)
    {
        core->Gate.Enter();
        HandCounts counts = CountUnderGate(core);
        core->Gate.Exit();
        return counts;
    }

    /// <summary>The same, for who has entered the pool's gate.</summary>
    public static HandCounts CountUnderGate(PoolCore* core)
    {
        var counts = new HandCounts
        {
            Refills = Volatile.Read(ref core->PastRefills),
            Spills = Volatile.Read(ref core->PastSpills),
            Misses = Volatile.Read(ref core->Misses),
            Overflows = Volatile.Read(ref core->Overflows),
        };
        for (Hand* hand = core->Hands; hand is not null; hand = hand->NextInPool)
        {
            counts.Slots += Hand.Held(hand);
            counts.Refills += Volatile.Read(ref hand->Refills);
            counts.Spills += Volatile.Read(ref hand->Spills);
            counts.Hands++;
        }

        return counts;
    }

    /// <summary>Empties this thread's hand of a pool into its slabs.</summary>
    public static void EmptyCurrent(PoolCore* core)
    {
        for (Hand* hand = t_current is null ? null : t_current._owner->First; hand is not null; hand = hand->NextOfThread)
        {
            if (hand->Pool == core) SlotFlow.EmptyHand(core, hand);
        }
    }

    /// <summary>Empties all of this thread's hands.</summary>
    public static void EmptyCurrent()
    {
        for (Hand* hand = t_current is null ? null : t_current._owner->First; hand is not null; hand = hand->NextOfThread)
        {
            if (!hand->Pool->IsClosed) SlotFlow.EmptyHand(hand->Pool, hand);
        }
    }

    /// <summary>Takes the hand of a thread that has ended out of its pool, and its slots to the slabs.</summary>
    public static void Retire(Hand* hand)
    {
        PoolCore* core = hand->Pool;
        core->Gate.Enter();
        if (hand->PreviousInPool is not null) hand->PreviousInPool->NextInPool = hand->NextInPool;
        else if (core->Hands == hand) core->Hands = hand->NextInPool;
        if (hand->NextInPool is not null) hand->NextInPool->PreviousInPool = hand->PreviousInPool;
        Interlocked.Add(ref core->PastRefills, hand->Refills);
        Interlocked.Add(ref core->PastSpills, hand->Spills);
        // Under the gate, so that who counts meanwhile finds the slots in one place. No thief bars the hand: that takes the gate too.
        if (!core->IsClosed) SlotFlow.EmptyHand(core, hand);
        core->Gate.Exit();
        if (hand->Slabs is not null) ThreadSlabs.Free(hand->Slabs);
    }
}

/// <summary>What all hands of a pool hold, and what they have counted.</summary>
internal struct HandCounts
{
    public long Slots, Refills, Spills, Misses, Overflows;
    public int Hands;
}
