using Slabwise.Shared;
using Xunit;
using Slabwise.Caches;
using Slabwise.Heap;
using Slabwise.Slabs;

namespace Slabwise.Runtime.Tests;

/// <summary>Does to the heap's insides what only a race could do.</summary>
internal static unsafe class HeapProbe
{
    /// <summary>Puts a free block's slot into this thread's hand once more, as a second thread's Free of the same moment would.</summary>
    public static void PushAgain(void* block)
    {
        HeapSpace space = HeapSpace.Started!;
        int sizeClass = (int)(((nuint)block - (nuint)space.Base) >> space.ClassShift);
        Assert.InRange(sizeClass, 0, SizeClasses.Count - 1);
        SlotHand.SpillAndPush(space.CoreOf(sizeClass), (uint)space.Classes[sizeClass].SlotAt(block));
    }
}
