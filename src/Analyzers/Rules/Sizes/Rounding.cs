using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>What becomes of a requested length.</summary>
internal enum Rounding
{
    /// <summary>It stays what it is.</summary>
    None,

    /// <summary>An <c>ArrayPool</c> takes the next power of two, at least 16.</summary>
    PowerOfTwo,

    /// <summary>A <c>SlabArrayPool</c> takes the next of four lengths per doubling.</summary>
    SlabClasses,

    /// <summary>A hash table takes the next prime of the framework's table.</summary>
    Primes,
}

internal static class RoundingArithmetic
{
    // Above it, both pools allocate what was asked for.
    private const long LargestPooled = 1 << 30;

    /// <summary>The length that a request for <paramref name="length"/> gets.</summary>
    public static long Up(this Rounding rounding, long length) => rounding switch
    {
        Rounding.PowerOfTwo when length <= LargestPooled => PowerOfTwo(length),
        Rounding.SlabClasses when length <= LargestPooled => ArrayClasses.LengthOf(ArrayClasses.IndexOf((int)Math.Max(length, 1))),
        Rounding.Primes => HashPrimes.AtLeast(length),
        _ => length,
    };

    /// <summary>The largest length, not above <paramref name="most"/>, that a request can get; 0 where there is none.</summary>
    public static long Down(this Rounding rounding, long most)
    {
        switch (rounding)
        {
            case Rounding.PowerOfTwo when most <= LargestPooled:
                long power = PowerOfTwo(Math.Max(most, 1));
                return power <= most ? power : power / 2 >= 16 ? power / 2 : 0;
            case Rounding.SlabClasses when most <= LargestPooled:
                int index = ArrayClasses.IndexOf((int)Math.Max(most, 1));
                return ArrayClasses.LengthOf(index) <= most ? ArrayClasses.LengthOf(index) : index > 0 ? ArrayClasses.LengthOf(index - 1) : 0;
            case Rounding.Primes: return HashPrimes.AtMost(most);
            default: return most;
        }
    }

    private static long PowerOfTwo(long length)
    {
        long power = 16;
        while (power < length) power *= 2;
        return power;
    }
}
