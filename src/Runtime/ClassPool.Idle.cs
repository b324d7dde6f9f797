using Slabwise.Diagnostics;

namespace Slabwise;

/// <content>Objects that nobody needs go to the garbage collector with time: caches shrink into the slabs, and what lies free there at two
/// looks in a row is dropped.</content>
/// <remarks>Not sooner, when a spill passes the transfer cache: a load that needs more than the caches hold then makes and drops objects all the time. A server's
/// 5,000 blocks of 4 KiB cost 79 collections of the oldest generation in nine seconds.</remarks>
public sealed unsafe partial class ClassPool<T> : ICare
{
    /// <summary>Milliseconds between two looks: an object is dropped 5 to 10 seconds after it reached its slab.</summary>
    internal const int LookMilliseconds = 5000;

    // A rent that needs a slot from the slabs waits for the walk: it goes on in steps of some microseconds.
    private const int SlotsAStep = 4096;

    private static readonly bool HoldsResource = typeof(IPooledResource).IsAssignableFrom(typeof(T));

    private ulong[] _freeAtLastLook = [];
    private long _nextLook;
    private int _looking;

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
    internal long DropIdle() => Interlocked.Exchange(ref _looking, 1) == 0 ? Look() : 0;

    // Waits for another's look, which may have let stay what is to go now.
    private long DropFree()
    {
        var wait = default(SpinWait);
        while (Interlocked.Exchange(ref _looking, 1) != 0) wait.SpinOnce();
        Array.Fill(_freeAtLastLook, ulong.MaxValue);
        return Look(unseen: ulong.MaxValue);
    }

    private long Look(ulong unseen = 0)
    {
        long dropped = 0;
        try
        {
            int length = Volatile.Read(ref _objects).Length, seen = _freeAtLastLook.Length;
            if (seen < length >> 6) Array.Resize(ref _freeAtLastLook, length >> 6);
            _freeAtLastLook.AsSpan(Math.Min(seen, _freeAtLastLook.Length)).Fill(unseen);
            IPooledResource?[] told = HoldsResource ? new IPooledResource?[Math.Min(SlotsAStep, length)] : [];
            for (int from = 0; from < length; from += SlotsAStep)
            {
                _gate.Enter();
                Core->Slabs.Hold();    // a slot that is free now stays so while its object goes
                long now = Drop((uint)Math.Max(1, from), (uint)Math.Min(from + SlotsAStep, length), told);
                Core->Slabs.LetGo();
                _gate.Exit();
                Interlocked.Add(ref Core->Dropped, now);
                dropped += now;
                Tell(told);
            }
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }

        return dropped;
    }

    private long Drop(uint from, uint to, IPooledResource?[] told)
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
                if (HoldsResource) told[dropped] = (IPooledResource)objects[slot]!;
                objects[slot] = null;
                dropped++;
                isFree = false;
            }

            seen = isFree ? seen | bit : seen & ~bit;
        }

        return dropped;
    }

    // Past the gates: what the hooks do takes its time, and they may rent.
    private static void Tell(IPooledResource?[] told)
    {
        for (int at = 0; at < told.Length && told[at] is { } item; at++)
        {
            told[at] = null;
            item.OnDrop();
        }
    }
}
