namespace Slabwise.Diagnostics;

/// <summary>What is looked after from time to time.</summary>
internal interface ICare
{
    /// <summary>Does what has become due.</summary>
    /// <param name="now">Milliseconds since the system's start.</param>
    /// <returns>In how many milliseconds there will be more to do; <see cref="Housekeeper.Nothing"/> where there is nothing.</returns>
    int Tick(long now);
}

/// <summary>Gives idle memory up in the background: ticks while there is anything to look after, and not at all otherwise.</summary>
/// <remarks>Work runs on the thread pool. A care that is held by nobody else is forgotten.</remarks>
internal sealed class Housekeeper : IThreadPoolWorkItem
{
    /// <summary>What a care answers that has nothing to do.</summary>
    public const int Nothing = int.MaxValue;

    /// <summary>What a care answers that wants to look once a second.</summary>
    public const int Second = 1000;

    private const int FirstTickMilliseconds = 250;
    private const int Asleep = 0, Awake = 1, Looking = 2;

    private static readonly Lock Gate = new();
    private static readonly List<Charge> Charges = [];
    private static readonly Housekeeper Instance = new();
    private static readonly Timer Clock = MakeTimer();
    private static int s_state, s_hasBegun;

    private Housekeeper()
    {
    }

    public static void Register(ICare care)
    {
        lock (Gate) Charges.Add(new Charge(care));

        // The first time while there is memory for objects: that call may otherwise come from a return where the GC heap is used up, and a
        // pool of threads whose types could not be initialized then throws for as long as the process lives.
        if (Interlocked.Exchange(ref s_hasBegun, 1) == 0) Wake();
    }

    /// <summary>Says that there is something to look after. Costs a read while awake; may be called from any slow path: the
    /// timer, which has a lock, is started by a thread of the pool. Where that takes memory of the GC heap and there is none, it stays
    /// asleep until the next caller: a return must not fail because the heap is used up.</summary>
    public static void Wake()
    {
        if (Volatile.Read(ref s_state) == Awake || Interlocked.Exchange(ref s_state, Awake) != Asleep) return;
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(Instance, preferLocal: false);
        }
        catch (OutOfMemoryException)
        {
            Volatile.Write(ref s_state, Asleep);
        }
    }

    void IThreadPoolWorkItem.Execute() => Clock.Change(FirstTickMilliseconds, Timeout.Infinite);

    private static Timer MakeTimer()
    {
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        return new Timer(static _ => Tick(), null, Timeout.Infinite, Timeout.Infinite);
    }

    // Whoever calls during the look changes the state and is not overheard, and queues no work item: that may allocate, on the thread of a return.
    private static void Tick()
    {
        Volatile.Write(ref s_state, Looking);
        int next = LookAfterAll(Environment.TickCount64);
        if (next == Nothing && Interlocked.CompareExchange(ref s_state, Asleep, Looking) == Looking) return;
        if (Interlocked.Exchange(ref s_state, Awake) == Awake) next = Math.Min(next, FirstTickMilliseconds);
        Clock.Change(next, Timeout.Infinite);
    }

    private static int LookAfterAll(long now)
    {
        int next = Nothing, count;
        lock (Gate) count = Charges.Count;
        for (int i = count - 1; i >= 0; i--)
        {
            Charge? charge = null;
            ICare? care;
            lock (Gate)
            {
                if (i >= Charges.Count) continue;
                charge = Charges[i];
                if (!charge.Care.TryGetTarget(out care)) Charges.RemoveAt(i);
            }

            if (care is not null) next = Math.Min(next, charge.LookAfter(care, now));
        }

        return next;
    }

    // Cares differ in how often they want to be called: none is called before it wants to be, unless it had nothing to do.
    private sealed class Charge(ICare care)
    {
        private long _due;

        public WeakReference<ICare> Care { get; } = new(care);

        public int LookAfter(ICare care, long now)
        {
            if (now < _due) return (int)(_due - now);
            int next = care.Tick(now);
            _due = next == Nothing ? 0 : now + next;
            return next;
        }
    }
}
