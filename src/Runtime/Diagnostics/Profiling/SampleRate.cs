namespace Slabwise.Diagnostics.Profiling;

/// <summary>How much of what is rented is counted, sampled and guarded, in this process and now.</summary>
/// <remarks>Of rents of a hand's slots a part is counted, see <see cref="SampleClock"/>: <c>1 - exp(-stride / step)</c>, <c>step == mean / 64</c>. One that is counted takes
/// <c>max(stride, step)</c> off a countdown of bytes, and so is sampled with <c>1 - exp(-max(stride, step) / mean)</c>. What is sampled stands for the inverse of both.</remarks>
internal static class SampleRate
{
    private const int StepsAMean = 64;

    private static long s_mean, s_guardMean, s_step;
    private static int s_session, s_begun;

    /// <summary>Bytes between two samples on average; 0 while off.</summary>
    public static long Mean => Volatile.Read(ref s_mean);

    /// <summary>Bytes between two guarded blocks on average; 0 while there are none.</summary>
    public static long GuardMean => Volatile.Read(ref s_guardMean);

    /// <summary>A number that no other pair of means had; 0 while both are off.</summary>
    public static int Session => Volatile.Read(ref s_session);

    /// <summary>Whether rents are counted now, for a profile or for guards.</summary>
    public static bool IsOn => Session != 0;

    /// <summary>Bytes of slow paths between two hands that are marked, on average.</summary>
    public static long Step => Volatile.Read(ref s_step);

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

    /// <summary>Bytes that a counted rent of a hand's slot takes off the countdowns.</summary>
    public static long StepOf(int stride) => Math.Max(stride, Step);

    /// <summary>The part of a hand's rents that is counted.</summary>
    public static double ChanceOf(int stride) => ChanceOf(stride, Step);

    /// <summary>The chance that a countdown of so many bytes on average ends within a stride.</summary>
    public static double ChanceOf(int stride, long step) => step == 0 ? 1 : OneLessExp(stride / (double)step);

    /// <summary>How many rents a sample of this stride stands for, where only those of marked hands are counted.</summary>
    public static double WeightOf(int stride) => WeightOfCounted(StepOf(stride)) / ChanceOf(stride);

    /// <summary>How many rents a sample stands for where each of them is counted with so many bytes.</summary>
    public static double WeightOfCounted(double bytes) => 1 / OneLessExp(bytes / Math.Max(1, Mean));

    // 1 - exp(-x), which has lost its digits where x is small, and is x there.
    private static double OneLessExp(double x) => x < 1e-6 ? x : 1 - Math.Exp(-x);

    private static void Begin()
    {
        long least = Math.Min(Mean == 0 ? long.MaxValue : Mean, GuardMean == 0 ? long.MaxValue : GuardMean);
        Volatile.Write(ref s_step, Math.Min(least / StepsAMean, int.MaxValue));

        // Last: a thread that sees the number draws by means that are there already.
        Volatile.Write(ref s_session, Mean == 0 && GuardMean == 0 ? 0 : ++s_begun);
    }
}
