using System.Diagnostics;
using System.Runtime.InteropServices;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>
/// Workers that rent, touch, go on on another thread, and return there. Two threads move half of the workers each by one
/// await, at the same time, wait for each other, and change halves.
/// </summary>
/// <remarks>
/// <para>What a rent costs here is the small difference of two large times, so the hop itself must cost the same every time. The thread
/// pool's does not: measured on two processors, one await in a hundred changed threads, and rounds varied by a factor of three. Nor do
/// two threads that pass workers on one by one: they fall into step and out of it, by a factor of three as well. And two that share
/// a processor for a while take six times as long for a turn, so each is bound to its own.</para>
/// <para>Only the time in which a thread moves its workers counts, summed over the threads. A turn of more than
/// <see cref="InterruptedNanoseconds"/> was interrupted, by the system or by a neighbour, and is left out with its awaits.</para>
/// </remarks>
internal sealed class AsyncHopKernel<TSource, THandle> : IKernel
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    private const int WarmHops = 32, Threads = 2, InterruptedNanoseconds = 20_000;

    private readonly Crew _crew = new(Threads);
    private readonly HopTurn[] _turns = new HopTurn[Threads];
    private readonly bool[] _bound = new bool[Threads];
    private readonly Hop[] _hops = [.. Enumerable.Range(0, WorkloadCatalog.AsyncWorkers).Select(_ => new Hop())];
    private readonly Task[] _workers = new Task[WorkloadCatalog.AsyncWorkers];

    public void WarmUp() => All(WarmHops);

    public Lap Run(long operations)
    {
        int each = (int)Math.Max(1, operations / _workers.Length);
        All(each / 16 + 1);
        All(each);
        return new Lap(_turns.Sum(t => t.Nanoseconds), Math.Max(1, _turns.Sum(t => t.Awaits)));
    }

    private void All(int each)
    {
        Array.Clear(_turns);
        for (int w = 0; w < _workers.Length; w++) _workers[w] = Work(_hops[w], each);
        _crew.Run(thread => Drive(thread, each));
        Task.WaitAll(_workers);
    }

    private void Drive(int thread, int turns)
    {
        if (!_bound[thread]) Affinity.BindToProcessor(thread);
        _bound[thread] = true;
        long nanoseconds = 0, awaits = 0;
        for (int turn = 1; turn <= turns; turn++)
        {
            long begun = Stopwatch.GetTimestamp();
            int moved = Move(half: (thread + turn) % Threads);
            long taken = Clock.Nanoseconds(Stopwatch.GetTimestamp() - begun);
            if (taken < InterruptedNanoseconds)
            {
                nanoseconds += taken;
                awaits += moved;
            }
            Meet(thread, turn);
        }
        _turns[thread].Nanoseconds = nanoseconds;
        _turns[thread].Awaits = awaits;
    }

    private int Move(int half)
    {
        int moved = 0;
        for (int w = half; w < _hops.Length; w += Threads, moved++) _hops[w].GoOn();
        return moved;
    }

    private void Meet(int thread, int turn)
    {
        Volatile.Write(ref _turns[thread].Done, turn);
        for (int spin = 0; Volatile.Read(ref _turns[1 - thread].Done) < turn; spin++) Waiting.Pause(spin);
    }

    private static async Task Work(Hop hop, long count)
    {
        for (long i = 0; i < count; i++)
        {
            THandle handle = TSource.Rent();
            TSource.Touch(handle, i);
            await hop;
            TSource.Return(handle);
        }
    }
}

/// <summary>One thread's progress, on lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct HopTurn
{
    [FieldOffset(128)]
    public int Done;

    [FieldOffset(136)]
    public long Nanoseconds;

    [FieldOffset(144)]
    public long Awaits;
}
