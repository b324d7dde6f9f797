using System.Runtime.CompilerServices;
using Slabwise.Diagnostics.Events;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>The way of slots behind a hand whose thread owns slabs: hand, own slabs, abandoned slabs, tier.</summary>
/// <remarks>Nothing here is atomic while a thread takes from and gives to its own slabs; a slab that changes hands, and a chain of slots that
/// goes to somebody else's, cost one compare-exchange each. tests/Models/remote-free.pml is a model of it.</remarks>
internal static unsafe class ThreadSlabFlow
{
    /// <summary>Takes up to <paramref name="count"/> slots; 0 where the pool has no more.</summary>
    public static int Take(PoolCore* core, Hand* hand, uint* destination, int count)
    {
        ThreadSlabs* mine = hand->Slabs;
        int got = TakeOwn(mine, destination, count);

        // A quarter is enough: what trickles in should be used before the pool grows, but not a slot a refill.
        int enough = Math.Max(1, count / 4);
        while (got < enough)
        {
            long slabs = core->Slabs.Touched;
            OwnedSlab* slab = NodeSharded.Claim(core, (nint)mine);
            if (RareEvents.IsOn) RareEvents.SlabsCreated(core, slabs);
            if (slab is null) break;
            slab->Replenish();
            got += slab->Take(destination + got, count - got);
            Keep(core, mine, slab);
        }

        if (got == 0) got = TakeRemote(core, hand, destination, count);
        if (got == 0) Interlocked.Increment(ref core->Sharded->Shortages);
        Tend(core, mine);
        return got;
    }

    /// <summary>Gives slots back to their slabs: to this thread's without an atomic, to each other one in a single chain.</summary>
    public static void Give(PoolCore* core, Hand* hand, uint* slots, int count)
    {
        ThreadSlabs* mine = hand->Slabs;
        var chains = new RemoteChains();
        OwnedSlab* slab = null;
        uint last = 0;
        for (int i = 0; i < count; i++)
        {
            uint slot = slots[i], at = core->Sharded->SlabOf(slot);
            if (at != last || slab is null) slab = NodeSharded.Find(core, last = at);
            bool given = slab->IsOwnedBy((nint)mine) ? slab->TryPut(slot) : Link(core, hand, ref chains, slab, slot);
            if (!given) Interlocked.Increment(ref core->Sharded->Doubled);
        }

        for (int place = 0; place < RemoteChains.Places; place++) Push(core, hand, chains.TakeAt(place, out slab), slab);
        Tend(core, mine);
    }

    /// <summary>Lets go of all slabs: the thread has ended, or a trim was asked for. Wholly free ones go to the tier.</summary>
    public static void LetGo(PoolCore* core, Hand* hand)
    {
        while (hand->Slabs->Count > 0) Release(core, hand->Slabs->RemoveAt(hand->Slabs->Count - 1));
    }

    private static int TakeOwn(ThreadSlabs* mine, uint* destination, int count)
    {
        int got = 0;
        for (int tried = 0; tried < mine->Count; tried++)
        {
            OwnedSlab* slab = mine->At(mine->Current);
            if (slab->Replenish()) got += slab->Take(destination + got, count - got);
            if (got == count) break;
            if (++mine->Current >= mine->Count) mine->Current = 0;
        }

        return got;
    }

    private static void Keep(PoolCore* core, ThreadSlabs* mine, OwnedSlab* slab)
    {
        int most = core->Sharded->MostOwned;
        while (mine->Count > 0 && mine->Count >= most) Release(core, mine->RemoveAt(mine->PlaceToSpare()));
        if (most == 0)
        {
            Release(core, slab);
            return;
        }

        NodeSharded.Unlist(core, slab);
        mine->Add(slab);
    }

    private static void Release(PoolCore* core, OwnedSlab* slab)
    {
        if (NodeSharded.Release(core, slab)) HasGivenSlab(core);
    }

    private static void HasGivenSlab(PoolCore* core)
    {
        Interlocked.Increment(ref core->SlabSpills);
        CacheCare.Wake();
    }

    private static bool Link(PoolCore* core, Hand* hand, ref RemoteChains chains, OwnedSlab* slab, uint slot)
    {
        ref SlotChain chain = ref chains.For(slab, out SlotChain displaced, out OwnedSlab* of);
        bool linked = slab->TryLink(ref chain, slot);
        Push(core, hand, displaced, of);
        return linked;
    }

    private static void Push(PoolCore* core, Hand* hand, SlotChain chain, OwnedSlab* slab)
    {
        if (chain.Count == 0) return;
        ThreadSlabs* mine = hand->Slabs;
        PushOutcome outcome = slab->Push(chain, (nint)mine);
        if (outcome == PushOutcome.Refused) Interlocked.Add(ref core->Sharded->Doubled, chain.Count);
        if (outcome != PushOutcome.Claimed) return;
        Interlocked.Increment(ref core->Sharded->ClaimsByFree);
        KeepOrRelease(core, mine, slab);
    }

    // A thread that only frees would otherwise own slabs that another thread needs, and one that frees what another node's threads rented
    // would hand their memory out here.
    private static void KeepOrRelease(PoolCore* core, ThreadSlabs* mine, OwnedSlab* slab)
    {
        bool hasRoom = mine->Count < core->Sharded->MostOwned || (mine->Count > 0 && mine->At(mine->PlaceToSpare())->IdleCount == 0);
        if (hasRoom && NodeSharded.IsNear(core, slab)) Keep(core, mine, slab);
        else Release(core, slab);
    }

    private static void Tend(PoolCore* core, ThreadSlabs* mine)
    {
        int free = mine->Tend();
        if (free >= 0 && NodeSharded.TryGiveBack(core, mine->At(free)))
        {
            mine->RemoveAt(free);
            HasGivenSlab(core);
        }

        if (mine->HasSeenShortage(Volatile.Read(ref core->Sharded->Shortages))) Spare(core, mine);
    }

    // The pool is at its bound: another thread may need what lies idle here.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spare(PoolCore* core, ThreadSlabs* mine)
    {
        for (int place = mine->Count - 1; place >= 0; place--)
        {
            if (mine->At(place)->IdleCount > 0) Release(core, mine->RemoveAt(place));
        }
    }

    // The pool is at its bound, but slots may wait for owners that are busy elsewhere.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TakeRemote(PoolCore* core, Hand* hand, uint* destination, int count)
    {
        int got = 0;
        for (int node = 0; node < core->Slabs.Tiers; node++) got += TakeRemote(core, hand, node, destination + got, count - got);
        return got;
    }

    private static int TakeRemote(PoolCore* core, Hand* hand, int node, uint* destination, int count)
    {
        int got = 0;
        ref SlabTier tier = ref core->Slabs.TierOf(node);
        for (uint at = 0; got < count && at < tier.Frontier; at++)
        {
            OwnedSlab* slab = NodeSharded.At(core, node)->FindWithin(at);
            if (slab is null) continue;
            SlotChain stolen = slab->Steal(), rest = default;
            while (slab->TryUnlink(ref stolen, out uint slot))
            {
                if (got < count) destination[got++] = slot;
                else slab->TryLink(ref rest, slot);
            }

            Push(core, hand, rest, slab);
        }

        return got;
    }
}
