using System.Runtime.CompilerServices;
using Microsoft.Extensions.ObjectPool;
using Slabwise.Caches;
using Slabwise.Diagnostics;
using Slabwise.Pools;

namespace Slabwise;

/// <summary>An object pool for <c>Microsoft.Extensions.ObjectPool</c> in which idle objects wait with their threads, and double returns are found.</summary>
/// <typeparam name="T">The objects' class.</typeparam>
/// <remarks>
/// <para>Thread-safe; a warm get and return allocate nothing and take no lock. Up to 63 objects wait with each thread, half of the limit
/// in all; the others are found by every thread.</para>
/// <para>A second return of an object that lies idle always throws if the first one is over; of two at the same time one is refused, or both.
/// The pool refers to idle objects only, drops what has been idle for ten seconds and more, and is collected when nobody holds it.</para>
/// <para>Objects that implement <see cref="IDisposable"/> are disposed when they are not kept: refused by the policy, without room, trimmed, or
/// returned after <see cref="Dispose"/>. Those in a pool that nobody disposes are left to their own finalizers.</para>
/// </remarks>
public sealed unsafe class SlabObjectPool<T> : ObjectPool<T>, IDisposable, ICare where T : class
{
    private readonly IdleStore _store;
    private readonly IdleStoreOwner _owner;
    private readonly IPooledObjectPolicy<T> _policy;
    private readonly PooledObjectPolicy<T>? _class;
    private volatile bool _disposed;
    private long _created, _doubleReturns;

    /// <summary>Makes a pool that keeps <see cref="SlabObjectPoolProvider.DefaultMaximumRetained"/> objects.</summary>
    /// <exception cref="ArgumentNullException">There is no policy.</exception>
    public SlabObjectPool(IPooledObjectPolicy<T> policy) : this(policy, SlabObjectPoolProvider.DefaultMaximumRetained)
    {
    }

    /// <summary>Makes a pool. Costs some 16 KB at once.</summary>
    /// <param name="policy">Makes objects, and says of each that comes back whether it is kept.</param>
    /// <param name="maximumRetained">The most objects that lie idle, those with the threads included; 0 keeps none.</param>
    /// <exception cref="ArgumentNullException">There is no policy.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public SlabObjectPool(IPooledObjectPolicy<T> policy, int maximumRetained) : this(policy, maximumRetained, housekept: true)
    {
    }

    internal SlabObjectPool(IPooledObjectPolicy<T> policy, int maximumRetained, bool housekept)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumRetained);
        Name = $"SlabObjectPool<{typeof(T)}>";
        _policy = policy;
        _class = policy as PooledObjectPolicy<T>;
        _store = new IdleStore(new IdleShape([1], maximumRetained, maximumRetained, maximumRetained, DisposesDropped: typeof(IDisposable).IsAssignableFrom(typeof(T))));
        _owner = new IdleStoreOwner(_store);
        if (housekept) Housekeeper.Register(this);
    }

    /// <summary>What messages and statistics call the pool.</summary>
    public string Name { get; }

    internal IdleStore Store => _store;

    /// <summary>Gets an idle object, or one that the policy makes.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed, and its objects are disposable.</exception>
    [return: ReturnsOwned]
    public override T Get()
    {
        object? idle = _store.Take(0);
        GC.KeepAlive(_owner);
        return idle is not null ? Unsafe.As<T>(idle) : Make();
    }

    /// <summary>Returns an object: kept where the policy agrees and there is room. Costs one interlocked operation and the policy.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="InvalidOperationException">It lies idle in this pool: it was returned already. The policy does not see it.</exception>
    /// <remarks>If the policy throws, the object is not kept, and the exception is the caller's.</remarks>
    public override void Return([Owned] T obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        IdleHand* hand = _store.HandFor(0);
        uint position = _store.Claim(obj);
        if (position == IdleTable.Doubled) RefuseDoubled();
        bool kept = false;
        try
        {
            kept = _class is not null ? _class.Return(obj) : _policy.Return(obj);
        }
        finally
        {
            if (!kept) _store.GiveUp(position);
        }

        if (kept && position != 0) _store.Keep(hand, 0, position);
        else LetGo(obj);
        if (_disposed) Trim();    // after the object is where a trim finds it: no return slips past Dispose
        GC.KeepAlive(_owner);
    }

    /// <summary>Drops, and where that applies disposes, every idle object, the threads' own included; says how many. Safe at any time; costs a fence on
    /// every processor.</summary>
    /// <remarks>If a <c>Dispose</c> throws, the others are disposed nevertheless, and the first exception is the caller's.</remarks>
    public long Trim()
    {
        long dropped = _store.TrimAll();
        GC.KeepAlive(_owner);
        return dropped;
    }

    /// <summary>Ends the pool as the framework's do: nothing lies idle from now on, and where objects are disposable, <see cref="Get"/> throws and
    /// <see cref="Return"/> disposes.</summary>
    public void Dispose()
    {
        _disposed = true;
        Trim();
    }

    /// <summary>Counts of this moment. Allocates nothing.</summary>
    public ReuseStatistics GetStatistics()
    {
        (long items, _, long refills, long spills) = _store.Count();
        return new ReuseStatistics
        {
            Name = Name,
            Idle = items,
            Created = Volatile.Read(ref _created),
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T Make()
    {
        ObjectDisposedException.ThrowIf(_disposed && typeof(IDisposable).IsAssignableFrom(typeof(T)), this);
        T made = _policy.Create();
        Interlocked.Increment(ref _created);
        return made;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LetGo(T item)
    {
        _store.CountDropped();
        (item as IDisposable)?.Dispose();
    }

    private void RefuseDoubled()
    {
        Interlocked.Increment(ref _doubleReturns);
        throw Misuse.OfIdleObject(Name);
    }
}
