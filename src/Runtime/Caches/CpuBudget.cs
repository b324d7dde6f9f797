using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>The bytes that all pools' blocks of one CPU may hold together, and the taking from cold pools when they are used up.</summary>
/// <remarks><para><c>taken(cpu) == sum over pools (capacity of its block there * stride) &lt;= Bytes</c>.</para>
/// <para>Who needs more than is left asks the other pools in turn, a clock's hand a CPU: one whose block was not used since the hand last
/// came by gives up half of it. So a burst in one pool takes what others no longer use, and a CPU with many busy pools does not
/// hoard for each of them.</para></remarks>
internal static unsafe class CpuBudget
{
    // More pools than this are not asked at once: a spill must stay short where all are busy.
    private const int AskedAtOnce = 16;

    /// <summary>The budget of every CPU, in bytes.</summary>
    public static readonly long Bytes = SlabwiseOptions.CpuCacheBytes;

    private static readonly long* s_taken = (long*)MetadataHeap.Alloc((long)CpuTopology.PossibleCpus * sizeof(long));
    private static readonly PoolCore** s_clock = (PoolCore**)MetadataHeap.Alloc((long)CpuTopology.PossibleCpus * sizeof(nint));

    /// <summary>Bytes of capacity that the pools have on a CPU.</summary>
    public static long Taken(int cpu) => Volatile.Read(ref s_taken[cpu]);

    /// <summary>Gives a pool more capacity on a CPU, if need be by taking it from cold ones.</summary>
    public static bool TryTake(PoolCore* core, int cpu, long bytes)
    {
        long missing = Interlocked.Add(ref s_taken[cpu], bytes) - Bytes;
        if (missing <= 0 || StealFromCold(core, cpu, missing)) return true;
        GiveBack(cpu, bytes);
        return false;
    }

    public static void GiveBack(int cpu, long bytes) => Interlocked.Add(ref s_taken[cpu], -bytes);

    private static bool StealFromCold(PoolCore* asking, int cpu, long missing)
    {
        if (!CoreList.TryHold()) return false;
        PoolCore* at = s_clock[cpu];
        for (int asked = 0; asked < AskedAtOnce && missing > 0; asked++)
        {
            at = CoreList.After(at);
            if (at != asking && at->Cpus is not null) missing -= CpuCaches.ShrinkIfCold(at, cpu, out _);
        }

        s_clock[cpu] = at;
        CoreList.LetGo();
        return missing <= 0;
    }

    /// <summary>Forgets a pool that closes. Under <see cref="CoreList"/>'s gate.</summary>
    public static void Forget(PoolCore* core)
    {
        for (int cpu = 0; cpu < CpuTopology.PossibleCpus; cpu++)
        {
            if (s_clock[cpu] == core) s_clock[cpu] = null;
        }
    }
}
