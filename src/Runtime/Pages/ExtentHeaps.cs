namespace Slabwise.Pages;

/// <summary>Every heap of extents that has started, for what goes over all of them: decay, purging, counting.</summary>
/// <remarks>Visited one at a time and without the list's gate, since a visit may make system calls; a heap that closes waits for its visitor.</remarks>
internal static unsafe class ExtentHeaps
{
    private static ExtentHeap* s_first;
    private static SpinGate s_gate;

    public static void Add(ExtentHeap* heap)
    {
        s_gate.Enter();
        heap->Next = s_first;
        s_first = heap;
        s_gate.Exit();
    }

    /// <summary>Takes a heap out of the list and returns when nobody visits it any more.</summary>
    public static void Remove(ExtentHeap* heap)
    {
        s_gate.Enter();
        if (s_first == heap) s_first = heap->Next;
        for (ExtentHeap* at = s_first; at is not null; at = at->Next)
        {
            if (at->Next == heap) at->Next = heap->Next;
        }

        heap->Next = null;    // a visitor of this heap goes no further: the next one could be gone by then
        s_gate.Exit();
        var spin = new SpinWait();
        while (Volatile.Read(ref heap->Visitors) != 0) spin.SpinOnce();
    }

    /// <summary>Gives back what has decayed by the settings in force; true while something does.</summary>
    public static bool Decay(long now)
    {
        bool more = false;
        for (ExtentHeap* heap = Visit(null); heap is not null; heap = Visit(heap)) more |= heap->TryDecay(now, DecaySettings.DirtyMs, DecaySettings.MuzzyMs);
        return more;
    }

    /// <summary>Gives back all free pages that hold memory; says how many bytes.</summary>
    public static long Purge()
    {
        long bytes = 0;
        for (ExtentHeap* heap = Visit(null); heap is not null; heap = Visit(heap)) bytes += heap->Purge();
        return bytes;
    }

    /// <summary>What the committed pages of all heaps are.</summary>
    public static PageCounts Count()
    {
        PageCounts counts = default;
        for (ExtentHeap* heap = Visit(null); heap is not null; heap = Visit(heap)) counts += heap->Count();
        return counts;
    }

    // Ends the visit to one heap, null for none, and begins that to the next.
    private static ExtentHeap* Visit(ExtentHeap* last)
    {
        s_gate.Enter();
        ExtentHeap* next = last is null ? s_first : last->Next;
        if (next is not null) next->Visitors++;
        if (last is not null) last->Visitors--;
        s_gate.Exit();
        return next;
    }
}
