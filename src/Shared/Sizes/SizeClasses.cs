using System.Numerics;
using System.Runtime.CompilerServices;

namespace Slabwise.Shared;

/// <summary>The heap's size classes: 8, then multiples of 16 to 128, then four a doubling to 32 KiB.</summary>
/// <remarks>
/// <para><c>StrideOf(Of(n)) &gt;= n</c>, and <c>StrideOf(Of(n) - 1) &lt; n</c>. Waste: <c>StrideOf(Of(n)) - n &lt;= 15</c> up to 128 bytes, and less than a
/// fifth of the block above.</para>
/// <para>No class of 24, 40 or 56 bytes, which would waste less: a block of 16 bytes or more starts at a multiple of 16, as
/// <c>malloc</c>'s do on 64-bit systems, and vector code relies on it.</para>
/// </remarks>
internal static class SizeClasses
{
    /// <summary>The largest size of a class, in bytes.</summary>
    public const int Largest = 32 * 1024;

    /// <summary>How many classes there are.</summary>
    public const int Count = 41;

    // Class 5, of 80 bytes, is the first of a doubling that is divided by four.
    private const int FirstOfFour = 5, LeastDivided = 64, LogOfLeast = 6;

    /// <summary>The class of a size.</summary>
    /// <param name="bytes">0 to <see cref="Largest"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(uint bytes)
    {
        if (bytes <= LeastDivided) return bytes <= 8 ? 0 : (int)((bytes + 15) >> 4);
        int doubling = BitOperations.Log2(bytes - 1);
        return FirstOfFour + 4 * (doubling - LogOfLeast) + (int)((bytes - 1) >> (doubling - 2) & 3);
    }

    /// <summary>The block size of a class, in bytes: the distance between its slots.</summary>
    public static int StrideOf(int sizeClass)
    {
        if (sizeClass == 0) return 8;
        if (sizeClass < FirstOfFour) return sizeClass * 16;
        int above = sizeClass - FirstOfFour;
        return (5 + (above & 3)) << (LogOfLeast - 2 + (above >> 2));
    }

    /// <summary>The least class that takes a size and whose slots all start at multiples of an alignment; <see cref="Count"/> where none does.</summary>
    /// <param name="bytes">0 to <see cref="Largest"/>.</param>
    /// <param name="alignment">A power of two.</param>
    public static int Of(uint bytes, uint alignment)
    {
        if (alignment > Largest) return Count;
        int sizeClass = Of(Math.Max(bytes, alignment));
        while ((StrideOf(sizeClass) & (alignment - 1)) != 0) sizeClass++;
        return sizeClass;
    }
}
