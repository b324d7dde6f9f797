namespace Slabwise;

/// <summary>Process-wide settings, frozen when the first pool starts so that the compiler can fold them.</summary>
/// <remarks>
/// <para>Precedence: what code sets here, then the environment variable <c>SLABWISE_CONF</c>, then the runtimeconfig property
/// <c>Slabwise.Conf</c>; both are lists such as <c>rseq:off,max_cached:256</c>. A key or value that is not understood is listed in
/// <see cref="SlabwiseStatistics.ConfigurationProblems"/>, written once to standard error, and otherwise ignored.</para>
/// <para>Thread-safe. Setting a value after the freeze throws <see cref="InvalidOperationException"/>.</para>
/// </remarks>
public static class SlabwiseOptions
{
    private static readonly Lock Gate = new();
    private static bool? s_rseq, s_reserve, s_numa;
    private static int? s_maxCached, s_dirtyDecay, s_muzzyDecay;
    private static long? s_cpuCacheBytes, s_softLimit, s_hardLimit;
    private static HugePages? s_hugePages;
    private static bool s_frozen;

    /// <summary>Whether per-CPU caches may use restartable sequences where the system offers them. Key <c>rseq:auto|off</c>; default auto.</summary>
    public static bool RestartableSequences
    {
        get => Read(s_rseq, Diagnostics.Configuration.Environment.Rseq);
        set => Write(ref s_rseq, value);
    }

    /// <summary>Whether each struct pool reserves one address range; otherwise slabs are found through a table. Key <c>reserve:auto|off</c>; default auto.</summary>
    public static bool ReserveAddressSpace
    {
        get => Read(s_reserve, Diagnostics.Configuration.Environment.Reserve);
        set => Write(ref s_reserve, value);
    }

    /// <summary>The most idle slots that one cache keeps where a type does not say; 0 adapts it. Key <c>max_cached:N</c>, 0 to 65,536; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 65,536.</exception>
    public static int MaxCached
    {
        get => Read(s_maxCached, Diagnostics.Configuration.Environment.MaxCached);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Diagnostics.Configuration.LargestMaxCached);
            Write(ref s_maxCached, value);
        }
    }

    /// <summary>The most bytes of idle objects that all pools' caches of one CPU hold together. Key <c>cpu_cache:BYTES</c>, 65,536 to
    /// 1,073,741,824; default 4,194,304. Threads' hands come on top: at most 8 KiB a
    /// pool and thread, 32 KiB for a size class of <see cref="NativeHeap"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 65,536 to 1,073,741,824.</exception>
    public static long CpuCacheBytes
    {
        get => Read(s_cpuCacheBytes, Diagnostics.Configuration.Environment.CpuCacheBytes);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Diagnostics.Configuration.LeastCpuCacheBytes);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Diagnostics.Configuration.LargestCpuCacheBytes);
            Write(ref s_cpuCacheBytes, value);
        }
    }

    /// <summary>Milliseconds over which free pages that were written go back to the system, along a smootherstep curve; 0 at once, -1 never.
    /// Key <c>dirty_decay_ms:N</c>, -1 to 86,400,000; default 10,000. <see cref="SlabwiseControl"/> changes it while the process runs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from -1 to 86,400,000.</exception>
    public static int DirtyDecayMilliseconds
    {
        get => Read(s_dirtyDecay, Diagnostics.Configuration.Environment.DirtyDecay);
        set => Write(ref s_dirtyDecay, CheckedDecay(value));
    }

    /// <summary>Milliseconds for which pages are left for the system to take when it is short (<c>MADV_FREE</c>), after their dirty decay and
    /// before they are given back; 0 gives them back without that, -1 leaves them. Key <c>muzzy_decay_ms:N</c>, -1 to 86,400,000; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from -1 to 86,400,000.</exception>
    public static int MuzzyDecayMilliseconds
    {
        get => Read(s_muzzyDecay, Diagnostics.Configuration.Environment.MuzzyDecay);
        set => Write(ref s_muzzyDecay, CheckedDecay(value));
    }

    /// <summary>Whether slabs and large blocks ask for transparent huge pages. Key <c>thp:default|always|never</c>; default leaves it to the system.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the three.</exception>
    public static HugePages HugePages
    {
        get => Read(s_hugePages, Diagnostics.Configuration.Environment.HugePages);
        set
        {
            if (!Enum.IsDefined(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "Huge pages are Default, Always or Never.");
            Write(ref s_hugePages, value);
        }
    }

    /// <summary>Bytes of resident memory beyond which Slabwise first gives back what is idle before it takes more; 0 for no limit, -1 for nine
    /// tenths of the control group's. Key <c>soft_limit:BYTES</c>; default -1. <see cref="SlabwiseControl"/> changes it while the process runs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below -1.</exception>
    public static long SoftLimitBytes
    {
        get => Read(s_softLimit, Diagnostics.Configuration.Environment.SoftLimit);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
            Write(ref s_softLimit, value);
        }
    }

    /// <summary>Bytes of resident memory beyond which an allocation throws <see cref="OutOfMemoryException"/>; 0 for no limit. Key
    /// <c>hard_limit:BYTES</c>; default 0. <see cref="SlabwiseControl"/> changes it while the process runs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static long HardLimitBytes
    {
        get => Read(s_hardLimit, Diagnostics.Configuration.Environment.HardLimit);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Write(ref s_hardLimit, value);
        }
    }

    /// <summary>Whether slabs are bound to the memory node of the CPU that asks for them, where there are several. Key <c>numa:auto|off</c>; default auto.</summary>
    public static bool NumaAware
    {
        get => Read(s_numa, Diagnostics.Configuration.Environment.Numa);
        set => Write(ref s_numa, value);
    }

    /// <summary>Whether a pool has started, so that settings can no longer change.</summary>
    public static bool IsFrozen
    {
        get
        {
            lock (Gate) return s_frozen;
        }
    }

    private static int CheckedDecay(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Diagnostics.Configuration.LongestDecay);
        return value;
    }

    internal static void Freeze()
    {
        lock (Gate) s_frozen = true;
        Pages.MemoryLimits.Start();
    }

    private static T Read<T>(T? code, T environment) where T : struct
    {
        lock (Gate) return code ?? environment;
    }

    private static void Write<T>(ref T? field, T value) where T : struct
    {
        lock (Gate)
        {
            if (s_frozen)
                throw new InvalidOperationException("Slabwise has started its first pool, and its options are frozen since then. Set them before the first rent, for example first thing in Main.");
            field = value;
        }
    }
}
