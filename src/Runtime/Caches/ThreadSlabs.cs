using Slabwise.Diagnostics;
using Slabwise.Pages;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>The few slabs of one pool that a thread owns, behind its hand.</summary>
/// <remarks>
/// <para><c>Count &lt;= Most</c>, and every slab in it names this as its owner. Whoever runs the hand runs this too: its thread, and after
/// that whoever retires the thread's hands.</para>
/// <para>Few, so that looking for remote frees costs a bounded walk and a thread that pauses keeps a bounded number of slabs from
/// the others. What does not fit is abandoned: a slab without idle slots to whoever frees into it, another to the next thread that
/// runs dry. So freeing far from where one rented moves the slab to where it is freed, and the rest of its slots go back without
/// an atomic instruction.</para>
/// </remarks>
internal unsafe struct ThreadSlabs
{
    /// <summary>The most slabs that a thread keeps, and the most bytes of them, one slab excepted.</summary>
    public const int Most = 8, MostBytes = 512 * 1024;

    /// <summary>How many refills and spills a wholly free slab stays with its owner: a busy edge then does not move it to and fro.</summary>
    public const uint RetireDelay = 32;

    // A pool of fewer slabs than this for each one kept would let a few threads own it all.
    private const int SlabsForOneKept = 32;

    public int Count;

    /// <summary>The slab to take from next.</summary>
    public int Current;

    private int _tended;
    private uint _clock;
    private long _shortages;

    private fixed long _slabs[Most];

    public static ThreadSlabs* Create() => (ThreadSlabs*)MetadataHeap.Alloc(sizeof(ThreadSlabs));

    public static void Free(ThreadSlabs* mine) => MetadataHeap.Free(mine, sizeof(ThreadSlabs));

    /// <summary>How many slabs of a pool a thread may keep.</summary>
    /// <param name="slabBytes">A slab's size; 0 where slots have no memory.</param>
    /// <param name="maxSlabs">The most slabs that the pool may have.</param>
    public static int MostOf(long slabBytes, long maxSlabs)
    {
        long byBytes = slabBytes == 0 ? Most : Math.Max(1, MostBytes / slabBytes);
        return (int)Math.Min(Math.Min(Most, byBytes), maxSlabs / SlabsForOneKept);
    }

    public OwnedSlab* At(int place) => (OwnedSlab*)_slabs[place];

    /// <summary>Keeps a slab, which becomes the current one where the current one has nothing.</summary>
    public void Add(OwnedSlab* slab)
    {
        Check.Internal(Count < Most, "a thread keeps a bounded number of slabs");
        slab->LastUsed = _clock;
        _slabs[Count++] = (nint)slab;
    }

    public OwnedSlab* RemoveAt(int place)
    {
        var slab = (OwnedSlab*)_slabs[place];
        _slabs[place] = _slabs[--Count];
        if (Current >= Count) Current = 0;
        return slab;
    }

    /// <summary>The place of a slab that can be spared for a newcomer: one without idle slots, else the one used up last.</summary>
    public int PlaceToSpare()
    {
        for (int place = 0; place < Count; place++)
        {
            if (At(place)->IdleCount == 0) return place;
        }

        return Current == 0 ? Count - 1 : Current - 1;
    }

    /// <summary>Goes one step further in looking after the slabs: what others freed, and what is long wholly free.</summary>
    /// <returns>The place of a slab that may go back to the tier, -1 for none.</returns>
    public int Tend()
    {
        _clock++;
        if (Count == 0) return -1;
        if (_tended >= Count) _tended = 0;
        OwnedSlab* slab = At(_tended);
        slab->Collect();
        if (slab->Used > 0) slab->LastUsed = _clock;
        else if (_clock - slab->LastUsed >= RetireDelay) return _tended;
        _tended++;
        return -1;
    }

    /// <summary>Whether the pool ran out of slabs since the last time this was asked.</summary>
    public bool HasSeenShortage(long shortages)
    {
        bool grew = _shortages != shortages;
        _shortages = shortages;
        return grew;
    }
}
