using Slabwise.Diagnostics.Events;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Makes room: gives free pages back and empties caches, on demand or because a limit refused growth.</summary>
/// <remarks>
/// <para>Growth is refused under gates and relieved outside of them: whoever finds that nothing was given asks <see cref="TryMakeRoom"/> and tries
/// again for as long as it says so. At the soft limit one thread makes room and the others grow meanwhile; at the hard one they wait for it.</para>
/// <para>Free pages first: they serve nobody. Caches only where that was not enough, and then not more often than every 100 ms unless they
/// hold all that is missing: a caller who polls <c>TryRent</c> in vain would keep everybody's caches empty.</para>
/// </remarks>
internal static unsafe class Relief
{
    private const long DrainMilliseconds = 100;

    private static SpinGate s_gate;
    private static long s_nextDrain;

    /// <summary>Makes room for what this thread was refused; false where something else than a limit ran out, or nothing is left to give.</summary>
    /// <remarks>The refusal then stays noted, for the message. To be called without any gate.</remarks>
    public static bool TryMakeRoom()
    {
        long bytes = MemoryLimits.TakeRefusal();
        if (bytes == 0) return false;
        if (MemoryLimits.Admits(bytes)) return true;
        bool isSoft = MemoryLimits.HardAdmits(bytes);
        RareEvents.LimitMet(isSoft ? "soft" : "hard", isSoft ? MemoryLimits.Soft : MemoryLimits.Hard, PageHeap.UseBytes, bytes);
        if (isSoft)
        {
            if (!s_gate.TryEnter()) return true;    // who is inside has lifted the bound, or is about to
            if (!MemoryLimits.Admits(bytes)) MakeRoom(bytes, MemoryLimits.Soft);
            s_gate.Exit();
            return true;
        }

        s_gate.Enter();
        if (!MemoryLimits.HardAdmits(bytes)) MakeRoom(bytes, MemoryLimits.Hard);
        bool hasRoom = MemoryLimits.HardAdmits(bytes);
        s_gate.Exit();
        if (!hasRoom) MemoryLimits.NoteRefusal(bytes);
        return hasRoom;
    }

    /// <summary>Gives back every free page of all pools and of the heap; says how many bytes.</summary>
    public static long Purge()
    {
        long bytes = DecayCare.Purge();
        MemoryLimits.Lower();
        return bytes;
    }

    /// <summary>Moves what lies in this thread's hands, in all CPUs' blocks and in transfer to the slabs, of every pool.</summary>
    public static void Drain()
    {
        ThreadHands.EmptyCurrent();
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core)) SlotFlow.Drain(core);
        ExtentCaches.Drain();
    }

    /// <summary>Whether any pool or the heap may hold free pages.</summary>
    public static bool MayGiveBack()
    {
        PageCounts extents = ExtentHeaps.Count();
        bool any = extents.Dirty + extents.Muzzy > 0;
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core)) any |= core->Slabs.MayDecay;
        return any;
    }

    private static void MakeRoom(long bytes, long limit)
    {
        MemoryLimits.Lift();
        Purge();
        long now = Environment.TickCount64;
        long missing = bytes - (limit - PageHeap.UseBytes);
        if (missing > 0 && (now >= s_nextDrain || CachedBytes() >= missing))
        {
            s_nextDrain = now + DrainMilliseconds;
            Drain();
            Purge();
        }

        MemoryLimits.Settle(bytes);
    }

    private static long CachedBytes()
    {
        long bytes = ExtentCaches.Count().Bytes;
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core))
            bytes += (CpuCaches.CountSlots(core) + NodeTransfer.CountSlots(core)) * core->Memory.Stride;
        return bytes;
    }
}
