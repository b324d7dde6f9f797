using System.Runtime.CompilerServices;
using Slabwise.Caches;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>When a thread's next rent is to be sampled: a countdown of bytes, drawn so that samples are a Poisson process over all bytes rented.</summary>
/// <remarks>
/// <para>Rents are counted in stretches. A hand that is marked (<see cref="Hand.Mark"/>) looks empty to a rent, which so comes to a slow path that counts it; one
/// that is not marked runs as if nobody sampled. At each slow path, and every <see cref="SampleStretches.TickMilliseconds"/>, a coin decides: marked with the probability
/// <c>q == stride / step</c>, <c>step == max(stride, mean / 64)</c>. The coin knows nothing of what the thread does next, so each rent is
/// counted with probability q; it then takes <c>step</c> off the countdown, and is sampled with <c>1 - exp(-step / mean)</c>.</para>
/// <para>So at the default mean a rent of 64 bytes costs its slow path one time in 128, and the estimates are as unbiased as if each were counted. A
/// hand's filling of 46 such rents, where marked, has 0.7 samples: with longer steps the stretches would add more error than the samples
/// themselves; with steps of 1 KiB <see cref="NativeHeap"/> took up to 1.7 times as long.</para>
/// </remarks>
internal static unsafe class SampleClock
{
    private const int StepsAMean = 64;

    private static long s_mean, s_guardMean;
    private static int s_session;
    private static long s_leastStep;
    private static bool s_isOn;

    /// <summary>Whether rents are counted now, for a profile or for guards.</summary>
    public static bool IsOn => Volatile.Read(ref s_isOn);

    /// <summary>Bytes between two guarded blocks on average; 0 while there are none.</summary>
    public static long GuardMean => Volatile.Read(ref s_guardMean);

    /// <summary>Bytes between two samples on average; 0 while off.</summary>
    public static long Mean => Volatile.Read(ref s_mean);

    /// <summary>Begins anew with another mean, or ends with 0. Countdowns that are under way end.</summary>
    public static void Set(long mean)
    {
        Volatile.Write(ref s_mean, mean);
        Begin();
    }

    /// <summary>The same for guards.</summary>
    public static void SetGuard(long mean)
    {
        Volatile.Write(ref s_guardMean, mean);
        Begin();
    }

    /// <summary>Bytes that a rent of a pool's counts for.</summary>
    public static long StepOf(int stride) => Math.Max(stride, Volatile.Read(ref s_leastStep));

    /// <summary>How many rents a sample of this stride stands for, where only marked stretches are counted.</summary>
    public static double WeightOf(int stride) => StepOf(stride) / (double)stride * WeightOfCounted(StepOf(stride));

    /// <summary>How many rents a sample stands for where each of them is counted with so many bytes.</summary>
    public static double WeightOfCounted(double bytes)
    {
        double part = bytes / Math.Max(1, Mean);

        // 1 - exp(-x) has lost its digits where x is small, and is x.
        return 1 / (part < 1e-6 ? part : 1 - Math.Exp(-part));
    }

    /// <summary>Whether this thread's countdown has ended: the rent that was just counted is to be sampled, and <see cref="Restart"/> called.</summary>
    public static bool IsDue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HandSpace.Block != 0 && Clock->Left < 0;
    }

    /// <summary>Counts bytes that were rented by this thread, which has a hand.</summary>
    public static void Count(long bytes)
    {
        Prepare();
        Clock->Left -= bytes;
        Clock->GuardLeft -= bytes;
    }

    /// <summary>Starts this thread's next countdown; false where sampling ended meanwhile.</summary>
    public static bool Restart()
    {
        Clock->Left = Draw(Mean);
        return Mean != 0;
    }

    /// <summary>Whether the block that was just counted is to be a guarded one, and <see cref="RestartGuard"/> called.</summary>
    public static bool IsGuardDue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HandSpace.Block != 0 && Clock->GuardLeft < 0;
    }

    /// <summary>Starts this thread's next countdown to a guarded block; false where there are to be none.</summary>
    public static bool RestartGuard()
    {
        Clock->GuardLeft = Draw(GuardMean);
        return GuardMean != 0;
    }

    /// <summary>Counts objects of one size up to the next that is to be sampled, which its sampling restarts; false where none of them is.</summary>
    public static bool CountUpToSample(long bytes, int objects, out int at)
    {
        at = 0;
        if (HandSpace.Block == 0) return false;
        Prepare();
        if (Clock->Left >= bytes * objects)
        {
            Clock->Left -= bytes * objects;
            return false;
        }

        at = (int)(Clock->Left / bytes);
        Clock->Left = -1;
        return true;
    }

    /// <summary>Marks a hand of this thread's, or leaves it: the end of its slow path.</summary>
    public static void Toss(Hand* hand)
    {
        if (hand->Pool is null || HandSpace.Block == 0) return;
        Prepare();
        if (Hits(ref Clock->Random, hand->Pool->Stride)) Hand.Mark(hand);
    }

    /// <summary>The coin.</summary>
    public static bool Hits(ref ulong random, int stride)
    {
        ulong step = (ulong)StepOf(stride);
        return (Next(ref random) >> 11) % step < (ulong)stride;
    }

    private static ThreadClock* Clock
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (ThreadClock*)HandSpace.Block;
    }

    private static void Prepare()
    {
        int session = Volatile.Read(ref s_session);
        if (Clock->Session == session) return;
        Clock->Session = session;
        if (Clock->Random == 0) Clock->Random = (ulong)Random.Shared.NextInt64() | 1;
        Clock->Left = Draw(Mean);
        Clock->GuardLeft = Draw(GuardMean);
    }

    private static void Begin()
    {
        Interlocked.Increment(ref s_session);
        long least = Math.Min(Mean == 0 ? long.MaxValue : Mean, GuardMean == 0 ? long.MaxValue : GuardMean);
        Volatile.Write(ref s_leastStep, Math.Min(least / StepsAMean, int.MaxValue));
        Volatile.Write(ref s_isOn, Mean != 0 || GuardMean != 0);
    }

    private static long Draw(long mean)
    {
        if (mean == 0) return long.MaxValue / 2;
        double uniform = ((Next(ref Clock->Random) >> 11) + 1) * (1.0 / (1L << 53));
        return (long)Math.Min(-Math.Log(uniform) * mean, long.MaxValue / 2);
    }

    // Marsaglia's xorshift, with a multiplication for its weak low bits.
    private static ulong Next(ref ulong state)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 0x2545_F491_4F6C_DD1D;
    }

    /// <summary>What a thread's block begins with; zero means that it never counted.</summary>
    private struct ThreadClock
    {
        public long Left, GuardLeft;
        public ulong Random;
        public int Session;
    }
}
