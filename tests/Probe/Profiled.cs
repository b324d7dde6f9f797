using System.Globalization;
using System.Runtime.CompilerServices;

namespace Slabwise.Probe;

/// <summary>A program whose rents are known, under the heap profile: what <c>pprof</c> must say of it.</summary>
public static unsafe class Profiled
{
    public const int SampleBytes = 8 * 1024;
    public const int Structs = 200_000, StructBytes = 64;
    public const int Blocks = 2_000, BlockBytes = 5_000, BlockClass = 5_120;
    public const int LargeBlocks = 40, LargeBytes = 300_000;
    public const int Objects = 200_000, ObjectBytes = 32;

    private static readonly Pooled<Checked64>[] s_structs = new Pooled<Checked64>[Structs];
    private static readonly nint[] s_blocks = new nint[Blocks], s_large = new nint[LargeBlocks];
    private static readonly Item[] s_objects = new Item[Objects];

    /// <summary>Runs, and writes <c>live</c> profiles while everything is held and <c>after</c> ones when it was returned.</summary>
    public static int Run(string directory)
    {
        SlabwiseControl.SampleBytes = SampleBytes;
        HoldStructs();
        HoldBlocks();
        HoldLarge();
        HoldObjects();
        for (int round = 0; round < 100; round++) RentAndReturn();
        Write(directory, "live");
        for (int i = 0; i < Structs; i++) Checked64.Return(s_structs[i]);
        foreach (nint block in s_blocks) NativeHeap.Free((void*)block);
        foreach (nint block in s_large) NativeHeap.Free((void*)block);
        foreach (Item item in s_objects) Item.Return(item);
        SlabwiseControl.SampleBytes = 0;
        Write(directory, "after");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldStructs()
    {
        for (int i = 0; i < Structs; i++) s_structs[i] = Checked64.Rent();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldBlocks()
    {
        for (int i = 0; i < Blocks; i++) s_blocks[i] = (nint)NativeHeap.Alloc(BlockBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldLarge()
    {
        for (int i = 0; i < LargeBlocks; i++) s_large[i] = (nint)NativeHeap.Alloc(LargeBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldObjects()
    {
        for (int i = 0; i < Objects; i++) s_objects[i] = Item.Rent();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RentAndReturn()
    {
        var handles = new Pooled<Unchecked64>[1_000];
        Unchecked64.Rent(handles);
        Unchecked64.Return(handles);
    }

    private static void Write(string directory, string name)
    {
        SlabwiseProfile profile = SlabwiseProfile.Capture();
        using (FileStream pprof = File.Create(Path.Combine(directory, name + ".pb.gz"))) profile.WritePprof(pprof);
        using var folded = new StreamWriter(Path.Combine(directory, name + ".folded")) { NewLine = "\n" };
        profile.WriteFolded(folded);
        using var cumulative = new StreamWriter(Path.Combine(directory, name + ".cumulative.folded"));
        profile.WriteFolded(cumulative, ProfileKind.Cumulative);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {profile.Samples.Count} stacks"));
    }
}
