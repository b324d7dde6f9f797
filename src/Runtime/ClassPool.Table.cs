using Slabwise.Caches;
using Slabwise.Pages;

namespace Slabwise;

/// <content>The table of objects: making and storing them.</content>
public sealed unsafe partial class ClassPool<T>
{
    private object?[] _objects = new object?[64];
    private SpinGate _gate;

    // A constructor that throws must not cost the slot.
    private T Make(uint slot)
    {
        T item;
        try
        {
            item = CreateAndMeasure();
        }
        catch
        {
            SlotHand.SpillAndPush(Core, slot);
            throw;
        }

        Store(slot, item);
        Interlocked.Increment(ref Core->Created);
        return item;
    }

    private T MakeNotKept()
    {
        T item = T.CreateForPool();
        item.PoolSlot = NotKept | SlotHand.Live;
        Interlocked.Increment(ref Core->Created);
        return item;
    }

    // Under the gate, so that a write is not lost in an array that is being replaced by a larger one.
    private void Store(uint slot, T? item)
    {
        while (true)
        {
            object?[] seen = Volatile.Read(ref _objects);
            object?[]? larger = slot < (uint)seen.Length ? null : new object?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2(slot + 1)];
            _gate.Enter();
            if (ReferenceEquals(seen, _objects))
            {
                if (larger is not null)
                {
                    seen.CopyTo(larger, 0);
                    Volatile.Write(ref _objects, larger);
                }

                _objects[slot] = item;
                _gate.Exit();
                return;
            }

            _gate.Exit();
        }
    }
}
