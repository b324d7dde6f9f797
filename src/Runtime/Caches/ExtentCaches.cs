namespace Slabwise.Caches;

/// <summary>Every cache of extents, for what goes over all of them.</summary>
/// <remarks>Caches stay as long as the process: the list only grows.</remarks>
internal static unsafe class ExtentCaches
{
    private static nint s_first;

    private static ExtentCache* First => (ExtentCache*)Volatile.Read(ref s_first);

    public static void Add(ExtentCache* cache)
    {
        do cache->Next = First;
        while (Interlocked.CompareExchange(ref s_first, (nint)cache, (nint)cache->Next) != (nint)cache->Next);
    }

    /// <summary>Halves what nobody used since the last call; true while anything is cached.</summary>
    public static bool ShrinkCold()
    {
        bool any = false;
        for (ExtentCache* cache = First; cache is not null; cache = cache->Next) any |= cache->ShrinkCold();
        return any;
    }

    /// <summary>Gives everything that is cached back to the heaps.</summary>
    public static void Drain()
    {
        for (ExtentCache* cache = First; cache is not null; cache = cache->Next) cache->Drain();
    }

    /// <summary>Bytes in all caches, and blocks.</summary>
    public static (long Bytes, long Extents) Count()
    {
        (long Bytes, long Extents) sum = default;
        for (ExtentCache* cache = First; cache is not null; cache = cache->Next)
        {
            (long pages, long extents) = cache->Count();
            sum = (sum.Bytes + (pages << Pages.ExtentHeap.PageShift), sum.Extents + extents);
        }

        return sum;
    }
}
