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

    bool ICare.Tick(long now)
    {
        if (now >= _nextLook)
        {
            _nextLook = now + LookMilliseconds;
            DropIdle();
        }

        return Volatile.Read(ref Core->Created) - Volatile.Read(ref Core->Dropped) > Core->Slabs.Used;
    }

    /// <summary>Drops what lay free at the last look and lies free now; says how many objects.</summary>
    internal long DropIdle()
    {
        long dropped = 0;
        _gate.Enter();
        Core->Slabs.Hold();
        object?[] objects = _objects;
        if (_freeAtLastLook.Length < objects.Length >> 6) Array.Resize(ref _freeAtLastLook, objects.Length >> 6);
        for (uint slot = 1; slot < objects.Length; slot++)
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

        Core->Slabs.LetGo();
        _gate.Exit();
        Interlocked.Add(ref Core->Dropped, dropped);
        return dropped;
    }
}
