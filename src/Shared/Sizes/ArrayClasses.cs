using System.Numerics;
using System.Runtime.CompilerServices;

namespace Slabwise.Shared;

/// <summary>The lengths that pooled arrays have: 16, then four per doubling (20, 24, 28, 32, 40, 48, 56, 64, 80, ...).</summary>
/// <remarks>An array for more than 16 elements is less than 25% longer than was asked for, where powers of two go to 100%. 81,920, the last
/// class of bytes below the large object heap, is also the framework's favourite copy buffer; a power of two would make it 131,072.</remarks>
internal static class ArrayClasses
{
    public const int Shortest = 16, Longest = 1 << 30;

    private const int ShortestLog = 4, PerDoublingLog = 2, PerDoubling = 1 << PerDoublingLog;

    /// <summary>The class of the shortest arrays of at least <paramref name="length"/> elements, from 1 to <see cref="Longest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(int length)
    {
        if (length <= Shortest) return 0;
        uint last = (uint)length - 1;
        int log = BitOperations.Log2(last);
        return (log - ShortestLog) * PerDoubling + (int)(last >> (log - PerDoublingLog)) - PerDoubling + 1;
    }

    public static int LengthOf(int index)
    {
        if (index == 0) return Shortest;
        uint step = (uint)index - 1;
        return (int)(step % PerDoubling + PerDoubling + 1) << (int)(step / PerDoubling + ShortestLog - PerDoublingLog);
    }
}
