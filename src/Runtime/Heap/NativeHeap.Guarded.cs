using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Heap;
using Slabwise.Heap.Guards;

namespace Slabwise;

/// <content>Guarded blocks, which lie outside of the heap's own address space: every way that does not find an address there asks for them.</content>
public static unsafe partial class NativeHeap
{
    // The slot that was taken goes back: the block lies elsewhere.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void* AllocGuarded(nint sizeClass, uint slot, void* block)
    {
        int stride = s_classes[sizeClass].Stride;
        if (!SampleClock.RestartGuard() || !GuardSpace.Fits(stride)) return block;
        void* guarded = GuardSpace.TryAlloc(stride, HeapSpace.NameOf((int)sizeClass));
        if (guarded is null) return block;
        s_classes[sizeClass].State[slot] = HeapClass.Free;
        SlotHand.SpillAndPush(s_space.CoreOf((int)sizeClass), slot);
        return guarded;
    }
}
