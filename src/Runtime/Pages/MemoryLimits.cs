using System.Runtime.CompilerServices;
using Slabwise.Os;

namespace Slabwise.Pages;

/// <summary>How much memory Slabwise may hold, and whether it may take more.</summary>
/// <remarks>
/// <para><c>use == resident + bookkeeping</c>, and growth is admitted while <c>use &lt;= bound</c>, <c>bound == min(hard, max(soft, what a relief left + a part))</c>:
/// one addition that is made anyway and one comparison. So a soft limit is a bound that moves. Who is refused makes room outside of all gates
/// (<c>Caches/Relief</c>), by which the bound moves past what is really used, and tries again; only the hard limit stays where it is.</para>
/// <para>Not asked of the system: the process's resident memory is the GC heap's and other libraries' too, and reading it takes longer than
/// a slab does to make.</para>
/// </remarks>
internal static class MemoryLimits
{
    /// <summary>What a limit is that does not bound.</summary>
    public const long None = long.MaxValue;

    private const long LeastPart = 1 << 20;

    private static long s_soft = None, s_hard = None, s_bound = None;
    private static SpinGate s_gate;
    private static int s_started;

    // What this thread was refused and has not been asked about.
    [ThreadStatic]
    private static long t_refused;

    /// <summary>Bytes up to which growth is admitted now.</summary>
    public static long Bound
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref s_bound);
    }

    /// <summary>The soft limit in bytes; <see cref="None"/> for none.</summary>
    public static long Soft
    {
        get => Volatile.Read(ref s_soft);
        set => Set(value, Hard);
    }

    /// <summary>The hard limit in bytes; <see cref="None"/> for none.</summary>
    public static long Hard
    {
        get => Volatile.Read(ref s_hard);
        set => Set(Soft, value);
    }

    /// <summary>Reads the options, once: it reads files, and so not where a gate is held.</summary>
    public static void Start()
    {
        if (Volatile.Read(ref s_started) != 0 || Interlocked.Exchange(ref s_started, 1) != 0) return;
        long soft = SlabwiseOptions.SoftLimitBytes, hard = SlabwiseOptions.HardLimitBytes;
        Set(soft < 0 ? OfControlGroup(ControlGroup.OfProcess.LimitBytes) : OrNone(soft), OrNone(hard));
    }

    /// <summary>The soft limit for a control group's: nine tenths of it. The rest is for what is not ours.</summary>
    public static long OfControlGroup(long limit) => limit == 0 ? None : limit - limit / 10;

    /// <summary>The limit for a number of which 0 means none.</summary>
    public static long OrNone(long bytes) => bytes == 0 ? None : bytes;

    /// <summary>Whether so many bytes more would be within the bound now.</summary>
    public static bool Admits(long bytes) => bytes <= Bound - PageHeap.UseBytes;

    /// <summary>Whether so many bytes more would be within the hard limit.</summary>
    public static bool HardAdmits(long bytes) => bytes <= Hard - PageHeap.UseBytes;

    /// <summary>Notes what was refused, for whoever finds out that memory has run out.</summary>
    public static void NoteRefusal(long bytes) => t_refused = bytes;

    /// <summary>What this thread was refused since the last call; 0 where something else ran out than the limit.</summary>
    public static long TakeRefusal()
    {
        long bytes = t_refused;
        if (bytes != 0) t_refused = 0;
        return bytes;
    }

    /// <summary>Lets everybody grow to the hard limit while room is being made.</summary>
    public static void Lift()
    {
        s_gate.Enter();
        Volatile.Write(ref s_bound, s_hard);
        s_gate.Exit();
    }

    /// <summary>Sets the bound anew after room was made: a part beyond what is left and what was asked for, so that this growth does not ask for relief
    /// again, nor the next. Without what was asked for, a small soft limit refused the same growth for ever.</summary>
    public static void Settle(long bytes)
    {
        s_gate.Enter();
        Volatile.Write(ref s_bound, Math.Min(s_hard, Math.Max(s_soft, PastUse(bytes))));
        s_gate.Exit();
    }

    /// <summary>Lowers a bound that a time of more use has left behind.</summary>
    public static void Lower()
    {
        s_gate.Enter();
        Volatile.Write(ref s_bound, Math.Min(s_bound, Math.Max(s_soft, PastUse(0))));
        s_gate.Exit();
    }

    /// <summary>What a message says of the limit that refused so many bytes.</summary>
    public static string Describe(long bytes) =>
        $"it needs {bytes:N0} bytes more, and of the hard limit of {Hard:N0} bytes {PageHeap.UseBytes:N0} are in use ({PageHeap.ResidentBytes:N0} resident, {PageHeap.UseBytes - PageHeap.ResidentBytes:N0} of bookkeeping)";

    private static long PastUse(long bytes) => s_soft == None ? None : PageHeap.UseBytes + Math.Max(s_soft / 16, LeastPart) + bytes;

    private static void Set(long soft, long hard)
    {
        s_gate.Enter();
        Volatile.Write(ref s_soft, soft);
        Volatile.Write(ref s_hard, hard);
        Volatile.Write(ref s_bound, Math.Min(soft, hard));
        s_gate.Exit();
    }
}
