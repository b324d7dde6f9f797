using Slabwise.Caches;
using Slabwise.Pages;

namespace Slabwise;

/// <content>The table of objects: making, storing and dropping them.</content>
public sealed unsafe partial class ClassPool<T>
{
    private object?[] _objects = new object?[64];
    private SpinGate _gate;
    private long _dropAtSpill = 64;

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

    /// <summary>Leaves the objects of slots that lie free in the slabs to the garbage collector; says how many.</summary>
    private long DropFree()
    {
        long dropped = 0;
        _gate.Enter();
        Core->Slabs.Hold();    // a slot that is free now stays so while its object goes
        object?[] objects = _objects;
        for (uint slot = 1; slot < objects.Length; slot++)
        {
            if (objects[slot] is null || !Core->Slabs.IsFree(slot)) continue;
            objects[slot] = null;
            dropped++;
        }

        // Not before as many slots again may have come back: then the walk costs a constant a slot.
        Volatile.Write(ref _dropAtSpill, Core->SlabSpills + Math.Max(8, objects.Length / (4 * TransferCache.BatchSlots)));
        Core->Slabs.LetGo();
        _gate.Exit();
        Interlocked.Add(ref Core->Dropped, dropped);
        return dropped;
    }
}
