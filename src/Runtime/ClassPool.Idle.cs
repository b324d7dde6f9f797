using Slabwise.Diagnostics;

namespace Slabwise;

/// <content>Objects that nobody needs go to the garbage collector with time: caches shrink into the slabs, and what lies free there at two
/// looks in a row is dropped.</content>
public sealed unsafe partial class ClassPool<T> : ICare
{
    /// <summary>Milliseconds between two looks: an object is dropped 5 to 10 seconds after it reached its slab.</summary>
    internal const int LookMilliseconds = 5000;

    private ulong[] _freeAtLastLook = [];
    private long _nextLook;
    private int _looking;

    // A rent that needs a slot from the slabs waits for the walk: it goes on in steps of some microseconds.
    private const int SlotsAStep = 4096;

    int ICare.Tick(long now)
    {
        if (now >= _nextLook && HasFreeObjects)
        {
            _nextLook = now + LookMilliseconds;
            DropIdle();
        }

        return HasFreeObjects ? Housekeeper.Second : Housekeeper.Nothing;
    }

    private bool HasFreeObjects => Volatile.Read(ref Core->Created) - Volatile.Read(ref Core->Dropped) > Core->Slabs.Used;

    /// <summary>Drops what lay free at the last look and lies free now; says how many objects. Does nothing while another thread looks.</summary>
    internal long DropIdle()
    {
        if (Interlocked.Exchange(ref _looking, 1) != 0) return 0;
        long dropped = 0;
        int length = Volatile.Read(ref _objects).Length;
        if (_freeAtLastLook.Length < length >> 6) Array.Resize(ref _freeAtLastLook, length >> 6);
        for (int from = 0; from < length; from += SlotsAStep)
        {
            _gate.Enter();
            Core->Slabs.Hold();
            dropped += DropIdle((uint)Math.Max(1, from), (uint)Math.Min(from + SlotsAStep, length));
            Core->Slabs.LetGo();
            _gate.Exit();
        }

        Interlocked.Add(ref Core->Dropped, dropped);
        Volatile.Write(ref _looking, 0);
        return dropped;
    }

    private long DropIdle(uint from, uint to)
    {
        long dropped = 0;
        object?[] objects = _objects;
        for (uint slot = from; slot < to; slot++)
        {
            ref ulong seen = ref _freeAtLastLook[slot >> 6];
            ulong bit = 1UL << (int)(slot & 63);
            bool isFree = objects[slot] is not null && Core->Slabs.IsFree(slot);
            if (isFree && (seen & bit) != 0)
            {
                objects[slot] = null;
                dropped++;
                isFree = false;
            }

            seen = isFree ? seen | bit : seen & ~bit;
        }

        return dropped;
    }
}
