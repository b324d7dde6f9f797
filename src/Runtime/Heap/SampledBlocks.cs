using System.Runtime.CompilerServices;
using Slabwise.Diagnostics.Profiling;

namespace Slabwise.Heap;

/// <summary>Live blocks that are samples of the heap profile, by address.</summary>
internal static unsafe class SampledBlocks
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<nint, long> Numbers = [];
    private static int s_count;

    /// <summary>Whether there is any.</summary>
    public static bool Any => Volatile.Read(ref s_count) > 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(void* block, string pool, long bytes, double weight)
    {
        long number = ProfileStore.AddMarked(pool, bytes, weight);
        lock (Gate)
        {
            Numbers[(nint)block] = number;
            Volatile.Write(ref s_count, Numbers.Count);
        }
    }

    public static void Remove(void* block)
    {
        lock (Gate)
        {
            if (!Numbers.Remove((nint)block, out long number)) return;
            Volatile.Write(ref s_count, Numbers.Count);
            ProfileStore.Remove(number);
        }
    }
}
