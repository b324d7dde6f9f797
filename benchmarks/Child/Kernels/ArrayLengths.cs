namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>
/// Lengths from 100 to 200,000 by Zipf's law with exponent 1: a length is as likely as its inverse, so every doubling
/// is as likely as the others, and the mean is 26,300.
/// </summary>
internal static class ArrayLengths
{
    public const int Least = 100, Most = 200_000;

    private const int Count = 4096;

    private static readonly int[] Lengths = Make();

    /// <summary>The length for a number drawn; uses other bits of it than the choice of an action and of a victim.</summary>
    public static int Of(ulong drawn) => Lengths[(int)(drawn >> 4) & (Count - 1)];

    // By the inverse of the distribution at evenly spaced places, so that the table holds no accident of a seed.
    private static int[] Make()
    {
        var lengths = new int[Count];
        for (int i = 0; i < Count; i++)
            lengths[i] = (int)Math.Round(Least * Math.Pow((double)Most / Least, (i + 0.5) / Count));
        return lengths;
    }
}
