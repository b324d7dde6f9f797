using System.Runtime.InteropServices;
using System.Text;

namespace Slabwise.Probe;

/// <summary>Small programs that hold memory for one reason each, and what the doctor says of them.</summary>
internal static unsafe class Situations
{
    private const int Many = 400_000;
    private const long MiB = 1 << 20;

    private static readonly List<object> s_kept = [];

    /// <summary>Runs one, and prints the diagnosis and the later snapshot as JSON.</summary>
    public static int Examine(string situation)
    {
        (Action Before, Action Between) run = situation switch
        {
            "leak" => (Nothing, Leak),
            "fragmentation" => (Survive, Nothing),
            "caches" => (Nothing, FillCaches),
            "decay" => (Nothing, FreeLarge),
            "gc" => (Nothing, KeepArrays),
            "native" => (Nothing, AllocateElsewhere),
            "healthy" => (Work, Work),
            _ => throw new ArgumentException($"There is no situation {situation}.", nameof(situation)),
        };
        Work();
        run.Before();
        SlabwiseStatistics earlier = SlabwiseStatistics.Capture();
        run.Between();
        SlabwiseStatistics later = SlabwiseStatistics.Capture();
        Console.WriteLine(SlabwiseDoctor.Examine(earlier, later));
        using var json = new MemoryStream();
        later.WriteJson(json);
        Console.WriteLine("snapshot");
        Console.WriteLine(Encoding.UTF8.GetString(json.ToArray()));
        GC.KeepAlive(s_kept);
        return 0;
    }

    private static void Nothing()
    {
    }

    private static void Work()
    {
        for (int round = 0; round < 50; round++)
        {
            using PooledLease<Checked64> lease = Checked64.Lease();
            void* block = NativeHeap.Alloc(3_000);
            NativeHeap.Free(block);
        }
    }

    private static void Leak()
    {
        for (int i = 0; i < Many; i++) Checked64.Rent();
    }

    private static void Survive()
    {
        var handles = new Pooled<Checked64>[Many];
        Checked64.Rent(handles);
        for (int i = 0; i < Many; i++)
        {
            handles[i].Value.H = i;
            if (i % 64 != 0) handles[i].Dispose();
        }

        Checked64.Pool.Trim();
    }

    // 2 MiB of each size fit into hands, CPUs' blocks and transfer caches.
    private static void FillCaches()
    {
        for (int size = 2_048; size <= 32_768; size += size / 4)
        {
            var blocks = new nint[2 * MiB / size];
            for (int i = 0; i < blocks.Length; i++) blocks[i] = (nint)NativeHeap.Alloc((nuint)size);
            foreach (nint block in blocks) NativeHeap.Free((void*)block);
        }
    }

    private static void FreeLarge()
    {
        var blocks = new nint[20];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = (nint)NativeHeap.Alloc((nuint)(10 * MiB));
            NativeMemory.Fill((void*)blocks[i], (nuint)(10 * MiB), 1);
        }

        foreach (nint block in blocks) NativeHeap.Free((void*)block);
    }

    private static void KeepArrays()
    {
        for (int i = 0; i < 200; i++)
        {
            var array = new byte[MiB];
            Array.Fill(array, (byte)1);
            s_kept.Add(array);
        }
    }

    private static void AllocateElsewhere()
    {
        void* block = NativeMemory.Alloc((nuint)(200 * MiB));
        NativeMemory.Fill(block, (nuint)(200 * MiB), 1);
    }
}
