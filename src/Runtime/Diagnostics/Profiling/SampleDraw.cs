namespace Slabwise.Diagnostics.Profiling;

/// <summary>Random numbers from a state that the caller keeps: a multiplication and three shifts, no lock.</summary>
internal static class SampleDraw
{
    /// <summary>A state to begin with.</summary>
    public static ulong Seed() => (ulong)Random.Shared.NextInt64() | 1;

    /// <summary>A number above 0, up to 1.</summary>
    public static double Uniform(ref ulong state) => ((Next(ref state) >> 11) + 1) * (1.0 / (1L << 53));

    /// <summary>A countdown that ends at each of its bytes alike, so many bytes long on average.</summary>
    public static long Countdown(ref ulong state, long mean) => (long)Math.Min(-Math.Log(Uniform(ref state)) * mean, long.MaxValue / 2);

    // Marsaglia's xorshift, with a multiplication for its weak low bits.
    private static ulong Next(ref ulong state)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 0x2545_F491_4F6C_DD1D;
    }
}
