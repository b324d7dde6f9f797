using System.Numerics;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <summary>A pool's slabs that threads own: where their headers lie, which of them nobody owns at the moment, and their way to and from the tier.</summary>
/// <remarks>
/// <para>Every slab that was ever out of the tier has a header for good: <c>headers == in tier + owned + abandoned</c>. An abandoned slab is
/// in the list here if it has idle slots; one without has nothing for a dry thread, and waits for whoever frees into it. A slab
/// that is being claimed may be in the list for a moment longer.</para>
/// <para>Across the tiers, at rest: <c>tier.Used - idle in owned slabs == rented + in hands + |remoteFree| + retired + lost</c>.</para>
/// <para>The gate is taken where a slab changes hands, never for a slot.</para>
/// </remarks>
internal unsafe partial struct ShardedSlabs
{
    private const int FirstChunk = 8, Chunks = 28;

    private fixed long _chunks[Chunks];
    private int _shift;
    private uint _firstSlab;
    private MemoryNode _node;
    private SpinGate _gate;
    private OwnedSlab* _oldest, _newest;
    private long _listed;

    /// <summary>How often a slab was left without an owner, and how often one was claimed by a free or by a dry thread.</summary>
    public long Abandons, ClaimsByFree, ClaimsByDryThread;

    /// <summary>Slots that came back twice, found on the way to their slab.</summary>
    public long Doubled;

    /// <summary>How often the pool had no slab to give. Owners that see it grow let go of what they can spare.</summary>
    public long Shortages;

    /// <summary>The most slabs that one thread keeps; none where the pool is bounded so tightly that owning would starve other threads.</summary>
    public int MostOwned;

    /// <param name="shift">Binary logarithm of the slots in a slab.</param>
    /// <param name="mostOwned">See <see cref="MostOwned"/>.</param>
    /// <param name="firstSlab">The number that the tier's slab 0 has in the pool.</param>
    /// <param name="node">Where the tier's slabs lie.</param>
    public static ShardedSlabs* Create(int shift, int mostOwned, uint firstSlab = 0, MemoryNode node = default)
    {
        var slabs = (ShardedSlabs*)MetadataHeap.Alloc(sizeof(ShardedSlabs), node);
        slabs->_shift = shift;
        slabs->_firstSlab = firstSlab;
        slabs->_node = node;
        slabs->MostOwned = mostOwned;
        return slabs;
    }

    public static void Free(ShardedSlabs* slabs)
    {
        slabs->FreeHeaders();
        MetadataHeap.Free(slabs, sizeof(ShardedSlabs), slabs->_node);
    }

    private void FreeHeaders()
    {
        for (int chunk = 0; chunk < Chunks && _chunks[chunk] != 0; chunk++)
        {
            var headers = (OwnedSlab*)_chunks[chunk];
            for (int at = 0; at < FirstChunk << chunk; at++)
            {
                if (!headers[at].IsMade) continue;
                MetadataHeap.Free(headers[at].Sets, OwnedSlab.SetBytes(1 << _shift), _node);
                MetadataHeap.Free(headers[at].Links, LinkBytes, _node);
            }

            MetadataHeap.Free(headers, (FirstChunk << chunk) * OwnedSlab.Bytes, _node);
            _chunks[chunk] = 0;
        }
    }

    /// <summary>The number of a slot's slab in the pool.</summary>
    public readonly uint SlabOf(uint slot) => slot >> _shift;

    /// <summary>The header of a slab; null where it was never out of the tier.</summary>
    /// <remarks>Headers lie in chunks that double, so that none ever moves and a pool of a few slabs holds a kilobyte.</remarks>
    public OwnedSlab* Find(uint slab) => FindWithin(slab - _firstSlab);

    /// <summary>The same by its number in the tier.</summary>
    public OwnedSlab* FindWithin(uint within)
    {
        int chunk = BitOperations.Log2(within + FirstChunk) - BitOperations.Log2(FirstChunk);
        var headers = (OwnedSlab*)Volatile.Read(ref _chunks[chunk]);
        OwnedSlab* header = headers + (within + FirstChunk - ((uint)FirstChunk << chunk));
        return headers is not null && header->IsMade ? header : null;
    }

    /// <summary>Takes a wholly free slab from the tier; null where memory has run out.</summary>
    public OwnedSlab* TakeFresh(ref SlabTier tier, ref SlabMemory memory, nint owner)
    {
        long slab = tier.TakeSlab(ref memory);
        if (slab < 0) return null;
        try
        {
            OwnedSlab* header = FindWithin((uint)slab);
            if (header is null) header = Make((uint)slab);
            header->Open(owner);
            return header;
        }
        catch (OutOfMemoryException)
        {
            tier.GiveSlab(ref memory, slab);
            return null;
        }
    }

    /// <summary>Gives a slab back to the tier if it is wholly free. Its owner calls it.</summary>
    public bool TryGiveBack(ref SlabTier tier, ref SlabMemory memory, OwnedSlab* slab)
    {
        if (!slab->TryShut()) return false;
        Unlist(slab);
        tier.GiveSlab(ref memory, SlabOf(slab->FirstSlot) - _firstSlab);
        return true;
    }

    /// <summary>Lets go of a slab that its owner has collected for the last time; says whether it went to the tier.</summary>
    public bool Release(ref SlabTier tier, ref SlabMemory memory, OwnedSlab* slab)
    {
        do
        {
            slab->Collect();
            if (TryGiveBack(ref tier, ref memory, slab)) return true;
            if (slab->IdleCount > 0) List(slab);
        }
        while (!slab->TryAbandon());
        Interlocked.Increment(ref Abandons);
        return false;
    }

    /// <summary>Claims the slab that has waited longest of those that are abandoned with idle slots; null where none is.</summary>
    public OwnedSlab* ClaimOldest(nint owner)
    {
        if (Volatile.Read(ref _listed) == 0) return null;
        _gate.Enter();
        OwnedSlab* slab = _oldest;
        while (slab is not null && !slab->TryClaim(owner)) slab = slab->Newer;
        if (slab is not null) UnlistInside(slab);
        _gate.Exit();
        if (slab is not null) Interlocked.Increment(ref ClaimsByDryThread);
        return slab;
    }

    /// <summary>Takes a slab out of dry threads' sight. Its owner calls it.</summary>
    public void Unlist(OwnedSlab* slab)
    {
        if (!slab->Listed) return;
        _gate.Enter();
        UnlistInside(slab);
        _gate.Exit();
    }

    private readonly int LinkBytes => sizeof(ushort) << _shift;

    private void List(OwnedSlab* slab)
    {
        if (slab->Listed) return;
        _gate.Enter();
        slab->Listed = true;
        slab->Older = _newest;
        slab->Newer = null;
        if (_newest is not null) _newest->Newer = slab;
        else _oldest = slab;
        _newest = slab;
        _listed++;
        _gate.Exit();
    }

    private void UnlistInside(OwnedSlab* slab)
    {
        if (slab->Older is not null) slab->Older->Newer = slab->Newer;
        else _oldest = slab->Newer;
        if (slab->Newer is not null) slab->Newer->Older = slab->Older;
        else _newest = slab->Older;
        slab->Listed = false;
        _listed--;
    }

    private OwnedSlab* Make(uint within)
    {
        int chunk = BitOperations.Log2(within + FirstChunk) - BitOperations.Log2(FirstChunk);
        _gate.Enter();
        try
        {
            if (_chunks[chunk] == 0) Volatile.Write(ref _chunks[chunk], (nint)MetadataHeap.Alloc((FirstChunk << chunk) * OwnedSlab.Bytes, _node));
        }
        finally
        {
            _gate.Exit();
        }

        OwnedSlab* header = (OwnedSlab*)_chunks[chunk] + (within + FirstChunk - ((uint)FirstChunk << chunk));
        var sets = (ulong*)MetadataHeap.Alloc(OwnedSlab.SetBytes(1 << _shift), _node);
        byte* links = MetadataHeap.TryAlloc(LinkBytes, _node);
        if (links is null)
        {
            MetadataHeap.Free(sets, OwnedSlab.SetBytes(1 << _shift), _node);
            throw new OutOfMemoryException("There is no memory for the links of a slab.");
        }

        header->Make(sets, (ushort*)links, (_firstSlab + within) << _shift, 1 << _shift, skipsFirst: within == 0);
        return header;
    }
}
