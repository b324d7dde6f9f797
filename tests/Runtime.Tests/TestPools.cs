using System.Runtime.InteropServices;

namespace Slabwise.Runtime.Tests;

// Each test class has structs of its own: a pool is process-wide, and tests of different classes run side by side.
internal static class TestPools
{
    public static PoolStatistics StatisticsOf<T>() where T : unmanaged => StructPool<T>.Shared.GetStatistics();

    /// <summary>Runs one body on several threads at once and rethrows what any of them threw.</summary>
    public static void OnThreads(int count, Action<int> body)
    {
        var failures = new List<Exception>();
        using var start = new Barrier(count);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                body(i);
            }
            catch (Exception e)
            {
                lock (failures) failures.Add(e);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (failures.Count > 0) throw new AggregateException(failures);
    }

    /// <summary>Lets a pool's free pages decay on a clock of its own. The first look sees which slabs were taken from; from the second on they age.</summary>
    public static unsafe void LetDecay(SlabPool pool)
    {
        long start = Environment.TickCount64;
        for (int look = 0; look < 4; look++) pool.CoreForTests->Slabs.Decay(ref pool.CoreForTests->Memory, start + look * 20_000, 10_000, 0);
    }

    /// <summary>Keeps this thread on one CPU; Linux only.</summary>
    public static unsafe void PinTo(int cpu)
    {
        ulong mask = 1UL << cpu;
        _ = sched_setaffinity(0, sizeof(ulong), &mask);
    }

    [DllImport("libc")]
    private static extern unsafe int sched_setaffinity(int thread, nint size, ulong* mask);

    /// <summary>Lets the finalizers of ended threads' hands run.</summary>
    public static void CollectDeadThreads()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>Waits for what the runtime does to an ended thread a moment after it was joined.</summary>
    public static bool Eventually(Func<bool> condition)
    {
        for (int i = 0; i < 200 && !condition(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(i);
        }

        return condition();
    }
}
