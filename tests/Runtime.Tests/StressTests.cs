using System.Collections.Concurrent;
using System.Globalization;
using Slabwise.Caches;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Everything at once: threads that hop between CPUs, hand objects over, and die with objects in their hands, under garbage collection,
/// trimming and the housekeeper's shrinking. Every object carries its owner's pattern from rent to return.</summary>
/// <remarks>Seven seconds in each of the three test projects; SLABWISE_STRESS_SECONDS makes it as long as one likes.</remarks>
[Collection("heap")]
public unsafe partial class StressTests
{
    private const int Workers = 6, HeldAtMost = 400;

    private static readonly Func<long, Action>[] Subjects =
    [
        PerCpuStruct, PerThreadStruct, Unchecked, Bulk, Reserved, PerCpuClass, PerThreadClass, Block, LargeBlock,
    ];

    private static long s_owner;

    [Fact]
    public void NothingIsLostSharedOrDamagedUnderEverythingAtOnce()
    {
        string? wanted = Environment.GetEnvironmentVariable("SLABWISE_STRESS_SECONDS");
        double seconds = wanted is null ? 7 : double.Parse(wanted, CultureInfo.InvariantCulture);
        DateTime end = DateTime.UtcNow.AddSeconds(seconds);
        int phase = 0;
        do
        {
            RunPhase(phase++, DateTime.UtcNow.AddSeconds(Math.Min(2, seconds)));
            AssertQuiet();
        }
        while (DateTime.UtcNow < end);
    }

    private static void RunPhase(int phase, DateTime end)
    {
        var handedOver = new ConcurrentQueue<Action>();
        int working = Workers;
        TestPools.OnThreads(Workers + 1, thread =>
        {
            if (thread == Workers)
            {
                Disturb(() => Volatile.Read(ref working) > 0);
                return;
            }

            try
            {
                Work(new Random(phase * 100 + thread), thread, handedOver, end);
            }
            finally
            {
                Interlocked.Decrement(ref working);
            }
        });
        while (handedOver.TryDequeue(out Action? giveBack)) giveBack();
    }

    private static void Work(Random random, int thread, ConcurrentQueue<Action> handedOver, DateTime end)
    {
        var held = new List<Action>();
        for (int step = 0; step % 64 != 0 || DateTime.UtcNow < end; step++)
        {
            if (OperatingSystem.IsLinux() && step % 256 == 0) TestPools.PinTo((step / 256 + thread) % Environment.ProcessorCount);
            int what = random.Next(100);
            if (what < 50 && held.Count < HeldAtMost)
            {
                held.Add(Subjects[random.Next(Subjects.Length)](Interlocked.Increment(ref s_owner)));
            }
            else if (what < 85 && held.Count > 0)
            {
                int at = random.Next(held.Count);
                held[at]();
                held[at] = held[^1];
                held.RemoveAt(held.Count - 1);
            }
            else if (what < 93 && held.Count > 0)
            {
                handedOver.Enqueue(held[^1]);
                held.RemoveAt(held.Count - 1);
            }
            else if (handedOver.TryDequeue(out Action? giveBack))
            {
                giveBack();
            }
        }

        // The thread ends here, its hands half full and its objects with others.
        foreach (Action giveBack in held) handedOver.Enqueue(giveBack);
    }

    private static void Disturb(Func<bool> goesOn)
    {
        for (int round = 0; goesOn(); round++)
        {
            var garbage = new byte[1 + round % 7][];
            for (int i = 0; i < garbage.Length; i++) garbage[i] = new byte[10_000 << i];
            if (round % 16 == 0) GC.Collect(round % 3);
            if (round % 5 == 0) CacheCare.ShrinkCold();
            if (round % 3 == 0) foreach (SlabPool pool in Pools) HandThief.Rob(pool.CoreForTests, int.MaxValue);
            if (round % 7 == 0) SlabwiseControl.ReclaimDeadThreads();
            if (round % 11 == 0) foreach (SlabPool pool in Pools) pool.Trim();
            Thread.Sleep(1);
        }
    }

    private static void AssertQuiet()
    {
        foreach (SlabPool pool in Pools)
        {
            // Quiet means that no finalizer gives an ended thread's hand back meanwhile: only this thread's is left.
            Assert.True(TestPools.Eventually(() => pool.GetStatistics() is { Rented: 0, Hands: <= 1 }), $"{pool.Name}: {pool.GetStatistics()}");
            pool.Validate();
        }

        NativeHeap.Validate();
    }

    private static SlabPool[] Pools =>
    [
        OnCpu.Pool, OnThread.Pool, Loose.Pool, Many.Pool, Booked.Pool, CpuItem.Pool, ThreadItem.Pool,
    ];

    private static Action PerCpuStruct(long owner)
    {
        Pooled<OnCpu> handle = OnCpu.Rent();
        (handle.Value.Owner, handle.Value.Check) = (owner, ~owner);
        return () =>
        {
            Assert.Equal((owner, ~owner), (handle.Value.Owner, handle.Value.Check));
            OnCpu.Return(handle);
            Assert.Throws<ObjectDisposedException>(() => handle.Value);
        };
    }

    private static Action PerThreadStruct(long owner)
    {
        Pooled<OnThread> handle = OnThread.Rent();
        (handle.Value.Owner, handle.Value.Check) = (owner, ~owner);
        return () =>
        {
            Assert.Equal((owner, ~owner), (handle.Value.Owner, handle.Value.Check));
            OnThread.Return(handle);
        };
    }

    private static Action Unchecked(long owner)
    {
        Pooled<Loose> handle = Loose.Rent();
        (handle.Value.Owner, handle.Value.Check) = (owner, ~owner);
        return () =>
        {
            Assert.Equal((owner, ~owner), (handle.Value.Owner, handle.Value.Check));
            Loose.Return(handle);
        };
    }

    private static Action Bulk(long owner)
    {
        var handles = new Pooled<Many>[1 + (int)(owner % 200)];
        Many.Rent(handles);
        foreach (Pooled<Many> handle in handles) (handle.Value.Owner, handle.Value.Check) = (owner, ~owner);
        return () =>
        {
            foreach (Pooled<Many> handle in handles) Assert.Equal((owner, ~owner), (handle.Value.Owner, handle.Value.Check));
            Many.Return(handles);
        };
    }

    private static Action Reserved(long owner)
    {
        Reservation<Booked> reservation = Booked.Reserve(20);
        Pooled<Booked> first = reservation.Rent();
        first.Value.Owner = owner;
        return () =>
        {
            Pooled<Booked> second = reservation.Rent();
            Assert.NotEqual(first, second);
            Assert.Equal(owner, first.Value.Owner);
            Booked.Return(first);
            Booked.Return(second);
            reservation.Dispose();
        };
    }

    private static Action PerCpuClass(long owner)
    {
        CpuItem item = CpuItem.Rent();
        item.Owner = owner;
        return () =>
        {
            Assert.Equal(owner, item.Owner);
            CpuItem.Return(item);
        };
    }

    private static Action PerThreadClass(long owner)
    {
        ThreadItem item = ThreadItem.Rent();
        item.Owner = owner;
        return () =>
        {
            Assert.Equal(owner, item.Owner);
            ThreadItem.Return(item);
        };
    }

    private static Action Block(long owner) => BlockOf(owner, 8 + (nuint)(owner * 7919 % 2000));

    private static Action LargeBlock(long owner) => BlockOf(owner, 33_000 + (nuint)(owner * 7919 % 300_000));

    private static Action BlockOf(long owner, nuint bytes)
    {
        var block = (byte*)NativeHeap.Alloc(bytes);
        *(long*)block = owner;
        *(long*)(block + bytes - 8) = owner;
        return () =>
        {
            Assert.Equal(owner, *(long*)(block + bytes - 8));
            NativeHeap.Free(block);
        };
    }

    [SizeClassPooled] internal partial struct OnCpu { public long Owner, A, B, Check; }

    [SizeClassPooled(Cache = CacheKind.PerThread)] internal partial struct OnThread { public long Owner, A, Check; }

    [SizeClassPooled(Safety = SafetyKind.Unchecked)] internal partial struct Loose { public long Owner, A, B, C, Check; }

    [SizeClassPooled] internal partial struct Many { public long Owner, Check; }

    [SizeClassPooled(Cache = CacheKind.PerThread)] internal partial struct Booked { public long Owner; }

    [SizeClassPooled] internal sealed partial class CpuItem { public long Owner { get; set; } }

    [SizeClassPooled(Cache = CacheKind.PerThread)] internal sealed partial class ThreadItem { public long Owner { get; set; } }
}
