using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Diagnostics.Profiling;

namespace Slabwise;

/// <content>Samples of the heap profile. A sampled object's entry in the table is empty while it is rented, so that its return, which does not recognise it,
/// comes to a slow path; the object itself waits here.</content>
public sealed unsafe partial class ClassPool<T>
{
    // The first objects tell what one takes. Not the very first alone: making it may initialise the type.
    private const int MeasuredObjects = 8;

    private readonly Lock _sampledGate = new();
    private Dictionary<uint, (T Item, long Number)>? _sampled;
    private long _itemBytes = long.MaxValue;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Sample(T item, uint slot)
    {
        double weight = SampleRate.WeightOf(Core->Stride);
        if (!SampleClock.Restart()) return;
        long number = ProfileStore.AddMarked(Name, _itemBytes, weight);
        lock (_sampledGate) (_sampled ??= [])[slot] = (item, number);
        Store(slot, null);
    }

    private bool TryReturnSampled(T item)
    {
        if (_sampled is null || (item.PoolSlot & SlotHand.Live) == 0) return false;
        uint slot = item.PoolSlot & ~SlotHand.Live;
        lock (_sampledGate)
        {
            if (!_sampled.TryGetValue(slot, out var found) || !ReferenceEquals(found.Item, item)) return false;
        }

        item.BeforeReturn();
        if (!ForgetSampled(slot)) return false;    // another thread has returned it in this moment
        Store(slot, item);
        item.PoolSlot = slot;
        SpillAndReturn(slot);
        return true;
    }

    private bool ForgetSampled(uint slot)
    {
        if (_sampled is null) return false;
        lock (_sampledGate)
        {
            if (!_sampled.Remove(slot, out var found)) return false;
            ProfileStore.Remove(found.Number);
            return true;
        }
    }

    private T CreateAndMeasure()
    {
        if (Volatile.Read(ref Core->Created) >= MeasuredObjects) return T.CreateForPool();
        long before = GC.GetAllocatedBytesForCurrentThread();
        T item = T.CreateForPool();
        _itemBytes = Math.Min(_itemBytes, Math.Max(3 * sizeof(nint), GC.GetAllocatedBytesForCurrentThread() - before));
        return item;
    }
}
