using Slabwise.Pages;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <content>What goes over the tiers of all nodes.</content>
internal unsafe partial struct PoolSlabs
{
    /// <summary>How many tiers there are.</summary>
    public readonly int Tiers => _parts is null ? 1 : _parts->Count;

    /// <inheritdoc cref="SlabTier.Used"/>
    public readonly long Used
    {
        get
        {
            long sum = Volatile.Read(in _first.Used);
            for (int node = 1; node < Tiers; node++) sum += Volatile.Read(in NodeParts.At(_parts, node)->Slabs.Used);
            return sum;
        }
    }

    /// <summary>The most that <see cref="Used"/> has been; on several nodes the sum of what it was on each, at the most.</summary>
    public readonly long PeakUsed
    {
        get
        {
            long sum = Volatile.Read(in _first.PeakUsed);
            for (int node = 1; node < Tiers; node++) sum += Volatile.Read(in NodeParts.At(_parts, node)->Slabs.PeakUsed);
            return sum;
        }
    }

    /// <inheritdoc cref="SlabTier.SlotShift"/>
    public readonly int SlotShift => _first.SlotShift;

    /// <summary>All slots of slabs that were ever used, without each tier's slot 0.</summary>
    public readonly long SlotsInSlabs
    {
        get
        {
            long sum = Of(in _first);
            for (int node = 1; node < Tiers; node++) sum += Of(in NodeParts.At(_parts, node)->Slabs);
            return sum;

            static long Of(in SlabTier tier) => (tier.Touched << tier.SlotShift) - (tier.Touched > 0 && tier.SlotShift > 0 ? 1 : 0);
        }
    }

    /// <inheritdoc cref="SlabTier.Touched"/>
    public readonly long Touched
    {
        get
        {
            long sum = _first.Touched;
            for (int node = 1; node < Tiers; node++) sum += NodeParts.At(_parts, node)->Slabs.Touched;
            return sum;
        }
    }

    /// <summary>Slots up to the highest that was ever handed out, in all tiers together.</summary>
    public readonly long SlotsTouched
    {
        get
        {
            long sum = _first.SlotsTouched;
            for (int node = 1; node < Tiers; node++) sum += NodeParts.At(_parts, node)->Slabs.SlotsTouched;
            return sum;
        }
    }

    /// <summary>The most slabs there may be.</summary>
    public readonly long MaxSlabs(in SlabMemory memory) => _parts is null ? memory.MaxSlabs : _parts->SlabsOfRange;

    /// <inheritdoc cref="SlabMemory.MappedBytes"/>
    public readonly long MappedBytes(in SlabMemory memory)
    {
        long sum = memory.MappedBytes;
        for (int node = 1; node < Tiers; node++) sum += NodeParts.At(_parts, node)->Memory.MappedBytes;
        return sum;
    }

    /// <summary>Bytes of bookkeeping held, and of the other nodes' batches.</summary>
    public readonly long MapBytes => _first.MapBytes + (_parts is null ? 0 : NodeParts.BytesOf(_parts));

    /// <summary>What has come of the slabs, in sum.</summary>
    public readonly SlabEvents Events
    {
        get
        {
            SlabEvents sum = Of(in _first);
            for (int node = 1; node < Tiers; node++) sum += Of(in NodeParts.At(_parts, node)->Slabs);
            return sum;

            static SlabEvents Of(in SlabTier tier) => new(tier.EmptySlabs, tier.DiscardedSlabs, tier.Doubled, tier.Discards);
        }
    }

    /// <inheritdoc cref="SlabTier.EmptySlabs"/>
    public readonly long EmptySlabs => Events.Empty;

    /// <inheritdoc cref="SlabTier.DiscardedSlabs"/>
    public readonly long DiscardedSlabs => Events.Discarded;

    /// <inheritdoc cref="SlabTier.Doubled"/>
    public readonly long Doubled => Events.Doubled;

    /// <inheritdoc cref="SlabTier.Discards"/>
    public readonly long Discards => Events.Discards;

    /// <inheritdoc cref="SlabTier.Count(ref SlabMemory)"/>
    public PageCounts Count(ref SlabMemory memory)
    {
        PageCounts sum = _first.Count(ref memory);
        for (int node = 1; node < Tiers; node++) sum += TierOf(node).Count(ref MemoryOf(ref memory, node));
        return sum;
    }

    /// <inheritdoc cref="SlabTier.MayDecay"/>
    public readonly bool MayDecay
    {
        get
        {
            bool may = _first.MayDecay;
            for (int node = 1; node < Tiers; node++) may |= NodeParts.At(_parts, node)->Slabs.MayDecay;
            return may;
        }
    }

    /// <inheritdoc cref="SlabTier.Decay(ref SlabMemory, long)"/>
    public bool Decay(ref SlabMemory memory, long now) => Decay(ref memory, now, DecaySettings.DirtyMs, DecaySettings.MuzzyMs);

    /// <inheritdoc cref="SlabTier.Decay(ref SlabMemory, long, int, int)"/>
    public bool Decay(ref SlabMemory memory, long now, int dirtyMs, int muzzyMs)
    {
        bool more = _first.Decay(ref memory, now, dirtyMs, muzzyMs);
        for (int node = 1; node < Tiers; node++) more |= TierOf(node).Decay(ref MemoryOf(ref memory, node), now, dirtyMs, muzzyMs);
        return more;
    }

    /// <inheritdoc cref="SlabTier.CountSparse"/>
    public SparseCounts CountSparse()
    {
        SparseCounts sum = _first.CountSparse();
        for (int node = 1; node < Tiers; node++)
        {
            SparseCounts more = TierOf(node).CountSparse();
            sum.Slabs += more.Slabs;
            sum.FreeSlots += more.FreeSlots;
        }

        return sum;
    }

    /// <inheritdoc cref="SlabTier.ResetPeak"/>
    public void ResetPeak()
    {
        _first.ResetPeak();
        for (int node = 1; node < Tiers; node++) TierOf(node).ResetPeak();
    }

    /// <inheritdoc cref="SlabTier.Purge"/>
    public long Purge(ref SlabMemory memory)
    {
        long bytes = _first.Purge(ref memory);
        for (int node = 1; node < Tiers; node++) bytes += TierOf(node).Purge(ref MemoryOf(ref memory, node));
        return bytes;
    }

    /// <summary>Holds every tier's equations; throws where one fails.</summary>
    public void Validate(string pool, in SlabMemory memory)
    {
        _first.Validate(_parts is null ? pool : $"{pool} on node 0", in memory);
        for (int node = 1; node < Tiers; node++) TierOf(node).Validate($"{pool} on node {node}", in NodeParts.At(_parts, node)->Memory);
    }

    /// <summary>The slots of one tier's used slabs, for walks: its first, and one more than the last.</summary>
    public readonly (long First, long End) SlotsOf(int node, int shift)
    {
        long first = node == 0 ? 0 : _parts->FirstOf(node);
        long slabs = node == 0 ? _first.Frontier : NodeParts.At(_parts, node)->Slabs.Frontier;
        return (first, first + (slabs << shift));
    }
}

/// <summary>What has come of a pool's slabs.</summary>
/// <param name="Empty">Slabs without a used slot that still hold pages.</param>
/// <param name="Discarded">Slabs that hold none.</param>
/// <param name="Doubled">Slots that came back twice.</param>
/// <param name="Discards">How often pages were given back.</param>
internal readonly record struct SlabEvents(long Empty, long Discarded, long Doubled, long Discards)
{
    public static SlabEvents operator +(SlabEvents a, SlabEvents b) =>
        new(a.Empty + b.Empty, a.Discarded + b.Discarded, a.Doubled + b.Doubled, a.Discards + b.Discards);
}
