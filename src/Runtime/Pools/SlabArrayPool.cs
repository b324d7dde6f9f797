using System.Buffers;
using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Diagnostics;
using Slabwise.Pools;
using Slabwise.Shared;

namespace Slabwise;

/// <summary>An array pool with classes of four lengths per doubling, its own limits, and double returns found:
/// <c>SlabArrayPool&lt;T&gt;.Shared</c> in place of <c>ArrayPool&lt;T&gt;.Shared</c>.</summary>
/// <typeparam name="T">The elements' type; any.</typeparam>
/// <remarks>
/// <para>Thread-safe; an array may be returned by another thread than the one that rented it. A warm rent and return allocate nothing and
/// take no lock. Arrays of up to 32 KiB wait first with the thread that returned them, at most 256 KiB a thread; longer ones with its processor,
/// where every thread finds them.</para>
/// <para>A second return of an array that lies idle always throws, on whatever thread, if the first one is over. Of two returns at the same time
/// one is refused, or both, and then the pool does not keep the array. What no array pool can see is a second return after somebody else
/// has rented the array again.</para>
/// <para>The pool refers to idle arrays only: one that is never returned is the garbage collector's. Idle arrays are dropped after ten seconds and
/// more, some a second, and faster where memory is short. A pool that nobody holds is collected with what lies in it.</para>
/// </remarks>
public sealed unsafe class SlabArrayPool<T> : ArrayPool<T>, ICare
{
    private const int HeaderBytes = 24;

    private readonly IdleStore _store;
    private readonly IdleStoreOwner _owner;
    private readonly int _maxLength, _maxArrayLength;
    private readonly bool _clears;
    private long _created, _notPooled, _doubleReturns;

    /// <summary>Makes a pool with the default limits.</summary>
    public SlabArrayPool() : this(new SlabArrayPoolOptions())
    {
    }

    /// <summary>Makes a pool. Costs some 16 KB at once, and more as more arrays lie idle.</summary>
    /// <exception cref="ArgumentNullException">There are no options.</exception>
    public SlabArrayPool(SlabArrayPoolOptions options) : this(options, housekept: true)
    {
    }

    internal SlabArrayPool(SlabArrayPoolOptions options, bool housekept)
    {
        ArgumentNullException.ThrowIfNull(options);
        Name = options.Name ?? $"SlabArrayPool<{typeof(T)}>";
        _clears = options.ClearReferences && RuntimeHelpers.IsReferenceOrContainsReferences<T>();
        _maxArrayLength = options.MaxArrayLength;
        long ofClass = options.MaxIdleBytesPerClass == 0 ? options.MaxIdleBytes : Math.Min(options.MaxIdleBytesPerClass, options.MaxIdleBytes);
        var bytes = new List<long>();
        for (int length = ArrayClasses.Shortest; length <= options.MaxArrayLength && BytesOf(length) <= ofClass; length = ArrayClasses.LengthOf(bytes.Count))
        {
            _maxLength = length;
            bytes.Add(BytesOf(length));
            if (length == ArrayClasses.Longest) break;
        }

        _store = new IdleStore(new IdleShape([.. bytes], options.MaxIdleBytes, ofClass, options.KeptIdleBytes, DisposesDropped: false));
        _owner = new IdleStoreOwner(_store);
        if (housekept) Housekeeper.Register(this);
    }

    /// <summary>The process's pool of this element type, with the default limits. It hides <c>ArrayPool&lt;T&gt;.Shared</c>, which stays what it was for
    /// code that names <c>ArrayPool&lt;T&gt;</c>: an array goes back to the pool that it came from.</summary>
    public static new SlabArrayPool<T> Shared { get; } = new();

    /// <summary>What messages and statistics call the pool.</summary>
    public string Name { get; }

    internal IdleStore Store => _store;

    /// <summary>Rents an array of at least <paramref name="minimumLength"/> elements; 0 gives the empty array. Contents are what the last user left.</summary>
    /// <param name="minimumLength">Elements; the array has less than a quarter more, or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OutOfMemoryException">None is idle, and there is no memory for a new one.</exception>
    [return: ReturnsOwned]
    public override T[] Rent(int minimumLength)
    {
        if ((uint)(minimumLength - 1) >= (uint)_maxLength) return RentNotPooled(minimumLength);
        int shelf = ArrayClasses.IndexOf(minimumLength);
        object? idle = _store.Take(shelf);
        GC.KeepAlive(_owner);
        return idle is not null ? Unsafe.As<T[]>(idle) : Make(shelf);
    }

    /// <summary>Returns an array. Costs one interlocked operation, and the clearing where it is asked for or where T has references.</summary>
    /// <param name="array">An array from <see cref="Rent"/>; one that is longer than the pool keeps is left to the garbage collector.</param>
    /// <param name="clearArray">Whether its contents are erased, also if it is not kept.</param>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="ArgumentException">No class has its length, or its elements are not exactly T: it is not from this pool.</exception>
    /// <exception cref="InvalidOperationException">It lies idle in this pool: it was returned already. Its contents are left alone.</exception>
    public override void Return([Owned] T[] array, bool clearArray = false)
    {
        ArgumentNullException.ThrowIfNull(array);
        int length = array.Length;
        if ((uint)(length - 1) >= (uint)_maxLength)
        {
            ReturnNotPooled(array, clearArray);
            return;
        }

        int shelf = ArrayClasses.IndexOf(length);
        if (ArrayClasses.LengthOf(shelf) != length || array.GetType() != typeof(T[])) throw Misuse.OfArray(Name, array, typeof(T[]));
        IdleHand* hand = _store.HandFor(shelf);
        uint position = _store.Claim(array);
        if (position == IdleTable.Doubled) RefuseDoubled(array);
        if (clearArray || _clears) Array.Clear(array);
        if (position != 0) _store.Keep(hand, shelf, position);
        else _store.CountDropped();
        GC.KeepAlive(_owner);
    }

    /// <summary>Drops every idle array, the threads' own included; says how many. Safe at any time; costs a fence on every processor.</summary>
    public long Trim()
    {
        long dropped = _store.TrimAll();
        GC.KeepAlive(_owner);
        return dropped;
    }

    /// <summary>Counts of this moment. Allocates nothing.</summary>
    public ReuseStatistics GetStatistics()
    {
        (long items, long bytes, long refills, long spills) = _store.Count();
        return new ReuseStatistics
        {
            Name = Name,
            Idle = items,
            IdleBytes = bytes,
            Created = Volatile.Read(ref _created),
            NotPooled = Volatile.Read(ref _notPooled),
            Refills = refills,
            Spills = spills,
            Dropped = _store.Dropped,
            Trimmed = _store.Trimmed,
            DoubleReturns = Volatile.Read(ref _doubleReturns),
        };
    }

    /// <summary>Holds the pool's equations; throws <see cref="InvalidOperationException"/> naming the one that fails. At rest only.</summary>
    internal void Validate() => _store.Validate(Name);

    /// <summary>About once a second: drops what has been idle for long. True while something lies idle.</summary>
    internal bool OnTick(long nowMilliseconds)
    {
        _store.OnTick(nowMilliseconds, MemoryPressure.IsHigh());
        bool more = _store.Count().Items > 0;
        GC.KeepAlive(_owner);
        return more;
    }

    int ICare.Tick(long now) => OnTick(now) ? Housekeeper.Second : Housekeeper.Nothing;

    private static long BytesOf(int length) => (HeaderBytes + (long)length * Unsafe.SizeOf<T>() + 7) & ~7L;

    // Not zeroed, because a pooled array's contents are unspecified anyway; arrays of references always are.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Make(int shelf)
    {
        T[] made = GC.AllocateUninitializedArray<T>(ArrayClasses.LengthOf(shelf));
        Interlocked.Increment(ref _created);
        return made;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] RentNotPooled(int minimumLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimumLength);
        if (minimumLength == 0) return [];
        T[] made = GC.AllocateUninitializedArray<T>(minimumLength);
        Interlocked.Increment(ref _notPooled);
        return made;
    }

    // The longest class may end below the limit; between them arrays are of any length.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReturnNotPooled(T[] array, bool clearArray)
    {
        if (array.GetType() != typeof(T[])) throw Misuse.OfArray(Name, array, typeof(T[]));
        if (clearArray) Array.Clear(array);
    }

    private void RefuseDoubled(T[] array)
    {
        Interlocked.Increment(ref _doubleReturns);
        throw Misuse.OfIdleArray(Name, array.Length);
    }
}
