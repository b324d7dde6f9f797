namespace Slabwise.Diagnostics;

/// <summary>What is looked after from time to time.</summary>
internal interface ICare
{
    /// <summary>Does what has become due; true where there will be more to do.</summary>
    /// <param name="now">Milliseconds since the system's start.</param>
    bool Tick(long now);
}

/// <summary>Gives idle memory up in the background: ticks once a second while there is anything to look after, and not at all otherwise.</summary>
/// <remarks>Work runs on the thread pool. A care that is held by nobody else is forgotten.</remarks>
internal sealed class Housekeeper : IThreadPoolWorkItem
{
    private const int TickMilliseconds = 1000;

    private static readonly Lock Gate = new();
    private static readonly List<WeakReference<ICare>> Cares = [];
    private static readonly Housekeeper Instance = new();
    private static readonly Timer Clock = MakeTimer();
    private static int s_awake;

    private Housekeeper()
    {
    }

    public static void Register(ICare care)
    {
        lock (Gate) Cares.Add(new WeakReference<ICare>(care));
    }

    /// <summary>Says that there is something to look after. Costs a read while awake; may be called from any slow path: the
    /// timer, which has a lock, is started by a thread of the pool.</summary>
    public static void Wake()
    {
        if (Volatile.Read(ref s_awake) != 0 || Interlocked.Exchange(ref s_awake, 1) != 0) return;
        ThreadPool.UnsafeQueueUserWorkItem(Instance, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => Clock.Change(TickMilliseconds, Timeout.Infinite);

    private static Timer MakeTimer()
    {
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        return new Timer(static _ => Tick(), null, Timeout.Infinite, Timeout.Infinite);
    }

    // Asleep before the look, so that whoever wakes it meanwhile is not overheard.
    private static void Tick()
    {
        Volatile.Write(ref s_awake, 0);
        if (LookAfterAll(Environment.TickCount64)) Wake();
    }

    private static bool LookAfterAll(long now)
    {
        bool more = false;
        int count;
        lock (Gate) count = Cares.Count;
        for (int i = count - 1; i >= 0; i--)
        {
            ICare? care;
            lock (Gate)
            {
                if (i >= Cares.Count) continue;
                if (!Cares[i].TryGetTarget(out care)) Cares.RemoveAt(i);
            }

            if (care is not null) more |= care.Tick(now);
        }

        return more;
    }
}
