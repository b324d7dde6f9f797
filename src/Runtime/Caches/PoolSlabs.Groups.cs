using Slabwise.Pages;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <content>How full slabs are: the tiers' slabs one after the other.</content>
internal unsafe partial struct PoolSlabs
{
    /// <inheritdoc cref="SlabTier.CountGroups"/>
    public void CountGroups(ref SlabMemory memory, long first, long end, long slabsAGroup, Span<SlabGroupCount> groups)
    {
        long before = 0;
        for (int node = 0; node < Tiers; node++)
        {
            ref SlabTier tier = ref TierOf(node);
            tier.CountGroups(in MemoryOf(ref memory, node), before, first, end, slabsAGroup, groups);
            before += tier.Touched;
        }
    }
}
