using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Heap;

namespace Slabwise;

/// <content>Samples of the heap profile: a mark in a block's state sends its free to a slow path.</content>
public static unsafe partial class NativeHeap
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SampleSmall(nint sizeClass, uint slot, void* block)
    {
        HeapClass* of = s_classes + sizeClass;
        double weight = SampleRate.WeightOf(of->Stride);
        if (!SampleClock.Restart()) return;
        SampledBlocks.Add(block, HeapSpace.NameOf((int)sizeClass), of->Stride, weight);
        of->State[slot] = HeapClass.Sampled;
    }

    // Large blocks come to no hand: each is counted, and sampled with the bytes that were asked for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CountLarge(void* block, nuint byteCount)
    {
        if (!ThreadHands.TryEnsureBlock()) return;
        SampleClock.Count((long)byteCount);
        if (!SampleClock.IsDue) return;
        double weight = SampleRate.WeightOfCounted(byteCount);
        if (!SampleClock.Restart()) return;
        SampledBlocks.Add(block, "heap large", (long)byteCount, weight);
        s_space.MarkSampled(block);
    }

    // A block that became longer or shorter has its mark no more: its sample ends.
    private static bool TryResize(void* ptr, nuint byteCount)
    {
        if (!s_space.TryResizePages(ptr, byteCount)) return false;
        if (SampledBlocks.Any) SampledBlocks.Remove(ptr);
        return true;
    }
}
