using System.Runtime.CompilerServices;
using Slabwise.Diagnostics.Profiling;

namespace Slabwise.Probe;

/// <summary>What samples of stacks that have their names already take of the GC heap: nothing.</summary>
internal static unsafe class SampledBytes
{
    private const string NoNumbers = "no numbers of stacks here: each sample takes its names anew";
    private const int Rents = 20_000, Rounds = 40;

    public static int Run()
    {
        if (!FramePointers.IsActive)
        {
            Console.WriteLine(NoNumbers);
            return 0;
        }

        Action[] kinds = [RentStructs, RentObjects, AllocBlocks];
        SlabwiseControl.SampleBytes = 64;
        foreach (Action rent in kinds)
        {
            // The least of many rounds: code that is compiled anew meanwhile has other addresses, and a stack of new addresses is named. All from
            // one place, whose address is on the stack too.
            long least = long.MaxValue;
            double sampled = Sampled();
            for (int round = 0; round < Rounds; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                rent();
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                if (round == Rounds / 2) Thread.Sleep(500);
            }

            double part = (Sampled() - sampled) / Rounds / Rents;
            Console.WriteLine($"{rent.Method.Name}: {least} bytes; {part:F2} of the rents, as samples estimate them");
            if (least != 0 || part is < 0.5 or > 2) return 1;
        }

        return 0;
    }

    private static double Sampled() => SlabwiseProfile.Capture().Samples.Sum(sample => sample.Objects);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RentStructs()
    {
        for (int i = 0; i < Rents; i++) Checked64.Return(Checked64.Rent());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RentObjects()
    {
        for (int i = 0; i < Rents; i++) Item.Return(Item.Rent());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AllocBlocks()
    {
        for (int i = 0; i < Rents; i++) NativeHeap.Free(NativeHeap.Alloc(64));
    }
}
