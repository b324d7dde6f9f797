using Slabwise;
using Slabwise.Probe;

switch (args)
{
    case ["kernels"]:
        // Tier 1 comes after 30 calls and a pause of 100 ms without new methods.
        for (int round = 0; round < 12; round++)
        {
            for (int i = 0; i < 200; i++) Kernels.RunAll(i);
            Thread.Sleep(150);
        }

        return 0;

    case ["use"]:
        var handles = new Pooled<Checked64>[50_000];
        Checked64.Rent(handles);
        for (int i = 0; i < handles.Length; i++) handles[i].Value.H = i;
        for (int i = 0; i < handles.Length; i++)
        {
            if (handles[i].Value.H != i) return 2;
        }

        Checked64.Return(handles);
        Item item = Item.Rent();
        Item.Return(item);
        // Small stacks: under a limit of address space the default of 8 MiB a thread is what runs out first.
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(RunKernels, 256 * 1024))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Console.WriteLine(SlabwiseStatistics.Capture());
        Console.WriteLine($"rented {Checked64.Pool.GetStatistics().Rented}");
        return 0;

    case ["profile", string directory]:
        return Profiled.Run(directory);

    case ["guard", string misuse]:
        return Guarded.Run(misuse);

    case ["guards"]:
        // A pool's start only asks for them: the thread pool brings them.
        Checked64.Return(Checked64.Rent());
        SpinWait.SpinUntil(() => SlabwiseControl.GuardBytes != 0 || SlabwiseStatistics.Capture().ConfigurationProblems.Count > 0, TimeSpan.FromMinutes(1));
        Console.WriteLine($"guards {SlabwiseControl.GuardBytes}");
        return 0;

    case ["unsampled"]:
        SlabwiseControl.SampleBytes = 0;
        Checked64.Return(Checked64.Rent());
        // Guards come after samples.
        SpinWait.SpinUntil(() => SlabwiseControl.GuardBytes != 0, TimeSpan.FromMinutes(1));
        Console.WriteLine($"samples {SlabwiseControl.SampleBytes}, guards {SlabwiseControl.GuardBytes}");
        return 0;

    case ["unguarded"]:
        SlabwiseControl.GuardBytes = 0;
        Checked64.Return(Checked64.Rent());
        SpinWait.SpinUntil(() => SlabwiseControl.SampleBytes != 0, TimeSpan.FromMinutes(1));
        Thread.Sleep(500);
        Console.WriteLine($"samples {SlabwiseControl.SampleBytes}, guards {SlabwiseControl.GuardBytes}");
        return 0;

    case ["sampled", string seconds]:
        return SampledCrowd.Run(TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)));

    case ["sampled-bytes"]:
        return SampledBytes.Run();

    case ["idle"]:
        Console.WriteLine("ready");
        Console.ReadLine();
        return 0;

    case ["serve"]:
        return Service.Run();

    case ["exhaust", var what]:
        return Exhaustion.Run(what);

    case ["doctor", string situation]:
        return Situations.Examine(situation);

    default:
        Console.Error.WriteLine("usage: kernels | use | serve | idle | guard MISUSE | guards | unsampled | unguarded | sampled SECONDS | sampled-bytes | profile DIRECTORY | doctor SITUATION | exhaust structs|small|large|classes|arrays");
        return 1;
}

static void RunKernels()
{
    for (int i = 0; i < 20_000; i++) Kernels.RunAll(i);
}
