namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>The bucket counts of the framework's hash tables, from those on for which entries can reach the large object heap.</summary>
/// <remarks>Anything below is not distinguished: no entry is so large. A test holds the numbers against the running framework.</remarks>
internal static class HashPrimes
{
    private static readonly int[] s_primes =
    [
        1_103, 1_327, 1_597, 1_931, 2_333, 2_801, 3_371, 4_049, 4_861, 5_839, 7_013, 8_419, 10_103, 12_143, 14_591, 17_519, 21_023, 25_229, 30_293, 36_353,
        43_627, 52_361, 62_851, 75_431, 90_523, 108_631, 130_363, 156_437, 187_751, 225_307, 270_371, 324_449, 389_357, 467_237, 560_689, 672_827, 807_403,
        968_897, 1_162_687, 1_395_263, 1_674_319, 2_009_191, 2_411_033, 2_893_249, 3_471_899, 4_166_287, 4_999_559, 5_999_471, 7_199_369,
    ];

    public static long AtLeast(long capacity)
    {
        foreach (int prime in s_primes)
            if (prime >= capacity) return prime;
        return capacity;
    }

    public static long AtMost(long most)
    {
        long best = 0;
        foreach (int prime in s_primes)
            if (prime <= most) best = prime;
        return best;
    }
}
