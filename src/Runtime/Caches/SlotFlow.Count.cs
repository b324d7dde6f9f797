namespace Slabwise.Caches;

/// <content>Counting what goes past a hand, where it goes past it: one plain increment of the hand's own; where the CPU's block could not serve, an
/// interlocked one of the pool's and one of the CPU's, on the way to heads that all CPUs share.</content>
internal static unsafe partial class SlotFlow
{
    // A thread that does nothing but refill gets to 2^32 in a quarter of an hour.
    private static void CountRefill(PoolCore* core, Hand* hand)
    {
        if (++hand->Refills == 0) Interlocked.Add(ref core->PastRefills, 1L << 32);
    }

    private static void CountSpill(PoolCore* core, Hand* hand)
    {
        if (++hand->Spills == 0) Interlocked.Add(ref core->PastSpills, 1L << 32);
    }

    private static void CountMiss(PoolCore* core)
    {
        Interlocked.Increment(ref core->Misses);
        CpuCounters.CountMiss(core);
    }

    private static void CountOverflow(PoolCore* core)
    {
        Interlocked.Increment(ref core->Overflows);
        CpuCounters.CountMiss(core);
    }
}
