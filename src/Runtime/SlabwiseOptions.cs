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
    private static bool? s_rseq, s_reserve;
    private static int? s_maxCached;
    private static long? s_cpuCacheBytes;
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

    /// <summary>Whether a pool has started, so that settings can no longer change.</summary>
    public static bool IsFrozen
    {
        get
        {
            lock (Gate) return s_frozen;
        }
    }

    internal static void Freeze()
    {
        lock (Gate) s_frozen = true;
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
