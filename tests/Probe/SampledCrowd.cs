using System.Collections.Concurrent;
using System.Globalization;

namespace Slabwise.Probe;

/// <summary>Threads that rent, return and hand over, while profile and guards are switched on and off over their heads; then everything goes back.</summary>
internal static unsafe class SampledCrowd
{
    private const int Workers = 4, HeldAtMost = 300;
    private const long SmallMean = 4096;

    private static readonly long[] Means = [0, SmallMean, 0, 65_536, 1, SlabwiseControl.DefaultSampleBytes];
    private static readonly Func<long, Action>[] Subjects = [PerCpuStruct, PerThreadStruct, PerCpuClass, PerThreadClass, SmallBlock, LargeBlock];

    private static long s_owner;

    public static int Run(TimeSpan time)
    {
        bool hasGuards = HasGuards();
        string? problem = Phase(time / 2, (round, random) =>
        {
            SlabwiseControl.SampleBytes = Means[round % Means.Length];
            if (hasGuards) SlabwiseControl.GuardBytes = round % 5 == 0 ? 65_536 : 0;
            Thread.Sleep(random.Next(4));
        });

        // One session from the first rent to the last return: what is live is known then, and it is nothing.
        SlabwiseControl.SampleBytes = 0;
        SlabwiseControl.SampleBytes = SmallMean;
        problem ??= Phase(time / 2, (round, random) =>
        {
            if (hasGuards) SlabwiseControl.GuardBytes = round % 5 == 0 ? 65_536 : 0;
            Thread.Sleep(random.Next(4));
        });
        problem ??= LiveOrUnseen(hasGuards);
        if (problem is null) return 0;
        Console.Error.WriteLine(problem);
        return 1;
    }

    private static bool HasGuards()
    {
        try
        {
            SlabwiseControl.GuardBytes = 1;
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static string? Phase(TimeSpan time, Action<int, Random> disturb)
    {
        var handedOver = new ConcurrentQueue<Action>();
        var problems = new ConcurrentQueue<string>();
        DateTime end = DateTime.UtcNow + time;
        Thread[] workers = [.. Enumerable.Range(0, Workers).Select(worker => new Thread(() => Work(new Random(worker), handedOver, problems, end)))];
        foreach (Thread worker in workers) worker.Start();
        var random = new Random(99);
        for (int round = 0; DateTime.UtcNow < end; round++) disturb(round, random);
        foreach (Thread worker in workers) worker.Join();
        while (handedOver.TryDequeue(out Action? giveBack)) giveBack();
        SlabwiseControl.ReclaimDeadThreads();
        return problems.TryDequeue(out string? problem) ? problem : RentedOrInvalid();
    }

    private static void Work(Random random, ConcurrentQueue<Action> handedOver, ConcurrentQueue<string> problems, DateTime end)
    {
        var held = new List<Action>();
        try
        {
            for (int step = 0; step % 64 != 0 || DateTime.UtcNow < end; step++)
            {
                int what = random.Next(100);
                if (what < 50 && held.Count < HeldAtMost) held.Add(Subjects[random.Next(Subjects.Length)](Interlocked.Increment(ref s_owner)));
                else if (what < 80 && held.Count > 0) TakeOne(held, random)();
                else if (what < 90 && held.Count > 0) handedOver.Enqueue(TakeOne(held, random));
                else if (handedOver.TryDequeue(out Action? giveBack)) giveBack();
            }
        }
        catch (Exception e)
        {
            problems.Enqueue(e.ToString());
        }

        foreach (Action giveBack in held) handedOver.Enqueue(giveBack);
    }

    private static Action TakeOne(List<Action> held, Random random)
    {
        int at = random.Next(held.Count);
        Action taken = held[at];
        held[at] = held[^1];
        held.RemoveAt(held.Count - 1);
        return taken;
    }

    private static string? RentedOrInvalid()
    {
        foreach (SlabPool pool in (SlabPool[])[Checked64.Pool, ThreadStruct.Pool, Item.Pool, ThreadItem.Pool]) pool.Validate();
        NativeHeap.Validate();
        PoolStatistics left = SlabwiseStatistics.Capture().Pools.FirstOrDefault(pool => pool.Rented != 0);
        return left.Rented == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{left.Name} counts {left.Rented} rented, and all were returned.");
    }

    // The heap's blocks are sampled where it has address space, as guards need it.
    private static string? LiveOrUnseen(bool hasHeap)
    {
        SlabwiseProfile profile = SlabwiseProfile.Capture();
        ProfileSample[] live = [.. profile.Samples.Where(sample => sample.LiveObjects != 0)];
        if (live is [{ } first, ..]) return string.Create(CultureInfo.InvariantCulture, $"{first.LiveObjects} of {first.Pool} are live in the profile, and all were returned.");
        string[] pools = [Checked64.Pool.Name, ThreadStruct.Pool.Name, Item.Pool.Name, ThreadItem.Pool.Name, .. hasHeap ? (string[])["heap large"] : []];
        return pools.FirstOrDefault(pool => !profile.Samples.Any(sample => sample.Pool == pool)) is { } unseen ? $"{unseen} was never sampled." : null;
    }

    private static Action PerCpuStruct(long owner)
    {
        Pooled<Checked64> handle = Checked64.Rent();
        (handle.Value.A, handle.Value.H) = (owner, ~owner);
        return () =>
        {
            Demand(handle.Value.A == owner && handle.Value.H == ~owner);
            Checked64.Return(handle);
        };
    }

    private static Action PerThreadStruct(long owner)
    {
        Pooled<ThreadStruct> handle = ThreadStruct.Rent();
        (handle.Value.Owner, handle.Value.Check) = (owner, ~owner);
        return () =>
        {
            Demand(handle.Value.Owner == owner && handle.Value.Check == ~owner);
            ThreadStruct.Return(handle);
        };
    }

    private static Action PerCpuClass(long owner)
    {
        Item item = Item.Rent();
        item.A = owner;
        return () =>
        {
            Demand(item.A == owner);
            Item.Return(item);
        };
    }

    private static Action PerThreadClass(long owner)
    {
        ThreadItem item = ThreadItem.Rent();
        item.Owner = owner;
        return () =>
        {
            Demand(item.Owner == owner);
            ThreadItem.Return(item);
        };
    }

    private static Action SmallBlock(long owner) => Block(owner, 8 + (nuint)(owner * 7919 % 3000));

    private static Action LargeBlock(long owner) => Block(owner, 33_000 + (nuint)(owner * 7919 % 200_000));

    private static Action Block(long owner, nuint bytes)
    {
        var block = (byte*)NativeHeap.Alloc(bytes);
        *(long*)block = owner;
        *(long*)(block + bytes - 8) = owner;
        return () =>
        {
            Demand(*(long*)(block + bytes - 8) == owner);
            NativeHeap.Free(block);
        };
    }

    private static void Demand(bool holds)
    {
        if (!holds) throw new InvalidOperationException("An object was damaged while it was rented.");
    }
}

[SizeClassPooled(Cache = CacheKind.PerThread)]
internal partial struct ThreadStruct
{
    public long Owner, A, Check;
}

[SizeClassPooled(Cache = CacheKind.PerThread)]
internal sealed partial class ThreadItem
{
    public long Owner { get; set; }
}
