using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child;

/// <summary>The pseudo-random sequence that the C program draws from as well, so that both do the same work.</summary>
internal static class Draw
{
    public static ulong SeedOf(int member) => unchecked(0x9E3779B97F4A7C15UL * (ulong)(member + 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Next(ref ulong state)
    {
        ulong x = state;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        return state = x;
    }

    /// <summary>A number below <paramref name="bound"/> out of the upper half of what was drawn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Below(ulong drawn, int bound) => (int)((drawn >> 32) * (ulong)bound >> 32);
}
