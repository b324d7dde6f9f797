using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <content>Counting and walking every slab.</content>
internal unsafe partial struct ShardedSlabs
{
    /// <summary>Bytes of bookkeeping held: headers, sets and links.</summary>
    public long Bytes
    {
        get
        {
            long sum = MetadataHeap.SizeOf(sizeof(ShardedSlabs));
            for (int chunk = 0; chunk < Chunks && _chunks[chunk] != 0; chunk++)
            {
                sum += MetadataHeap.SizeOf((long)(FirstChunk << chunk) * OwnedSlab.Bytes);
                for (int at = 0; at < FirstChunk << chunk; at++)
                {
                    if (((OwnedSlab*)_chunks[chunk] + at)->IsMade) sum += MetadataHeap.SizeOf(LinkBytes) + MetadataHeap.SizeOf(OwnedSlab.SetBytes(1 << _shift));
                }
            }

            return sum;
        }
    }

    /// <summary>What lies in slabs that are out of the tier; exact only at rest.</summary>
    public SlabCounts Count(long frontier)
    {
        var counts = new SlabCounts
        {
            Doubled = Volatile.Read(ref Doubled),
            Abandons = Volatile.Read(ref Abandons),
            ClaimsByFree = Volatile.Read(ref ClaimsByFree),
            ClaimsByDryThread = Volatile.Read(ref ClaimsByDryThread),
        };
        for (uint at = 0; at < frontier; at++)
        {
            OwnedSlab* slab = FindWithin(at);
            if (slab is null) continue;
            counts.RemoteFrees += slab->RemoteFrees + slab->RemoteCount;
            if (slab->IsInTier) continue;
            counts.Idle += slab->IdleCount;
            counts.Remote += slab->RemoteCount;
            counts.Lost += slab->Lost;
            if (slab->Used == 0) counts.Empty++;
            if (slab->IsAbandoned) counts.Abandoned++;
            else counts.Owned++;
        }

        return counts;
    }

    /// <summary>Lists the slots that lie in slabs' lists. At rest only.</summary>
    public void AddIdleTo(List<uint> slots, long frontier)
    {
        for (uint at = 0; at < frontier; at++)
        {
            OwnedSlab* slab = FindWithin(at);
            if (slab is not null) slab->AddIdleTo(slots);
        }
    }

    /// <summary>Walks every slab and holds the equations; throws where one fails. At rest only.</summary>
    public void Validate(string pool, ref SlabTier tier)
    {
        long listed = 0;
        for (uint at = _shift == 0 ? 1u : 0; at < tier.Frontier; at++)
        {
            OwnedSlab* slab = FindWithin(at);
            bool isWhole = tier.IsFree(Math.Max(1, at << _shift));
            if ((slab is null || slab->IsInTier) != isWhole)
                throw new InvalidOperationException($"Pool {pool}: slab {at} is {(isWhole ? "in the tier and owned" : "neither in the tier nor owned")}.");
            if (slab is null) continue;
            slab->Validate(pool);
            if (slab->Listed) listed++;
        }

        long inList = 0;
        for (OwnedSlab* slab = _oldest; slab is not null; slab = slab->Newer) inList++;
        if (listed != inList || listed != _listed)
            throw new InvalidOperationException($"Pool {pool}: {_listed} slabs are said to be in the list of abandoned ones, {inList} are, and {listed} think so.");
    }
}

/// <summary>Slots and slabs that are out of the tier, and what has happened to them, in sum.</summary>
internal struct SlabCounts
{
    public long Idle, Remote, Lost, Empty, Abandoned, Owned, RemoteFrees;
    public long Doubled, Abandons, ClaimsByFree, ClaimsByDryThread;

    public void Add(in SlabCounts other)
    {
        Idle += other.Idle;
        Remote += other.Remote;
        Lost += other.Lost;
        Empty += other.Empty;
        Abandoned += other.Abandoned;
        Owned += other.Owned;
        RemoteFrees += other.RemoteFrees;
        Doubled += other.Doubled;
        Abandons += other.Abandons;
        ClaimsByFree += other.ClaimsByFree;
        ClaimsByDryThread += other.ClaimsByDryThread;
    }
}
