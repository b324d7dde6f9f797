using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Pools;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise.Heap;

/// <summary>The heap's address space: one part for each size class, and a range of pages for what is larger.</summary>
/// <remarks>
/// <para><c>class == (address - Base) &gt;&gt; ClassShift</c>, and the hand of class c lies at <c>HandPlace + c * HandBytes</c> in every thread's block.</para>
/// <para>Reserved once, at the heap's first use, and never given back; a class's tiers start when it is first asked for. Where the system has no
/// such range, <see cref="IsRanged"/> is false, <see cref="ClassBytes"/> is 0, so that every address lies outside, and <see cref="FramedHeap"/> serves.</para>
/// </remarks>
internal sealed unsafe partial class HeapSpace
{
    // A reservation costs nothing but numbers, until ulimit -v bounds them: then no more than a struct pool asks for.
    private const int LargestClassShift = 36, LeastClassShift = 30;
    private const long LargestPageRange = 1L << 40, LeastPageRange = 1L << 34;

    private const int TableEntries = SizeTableLimit / 8 + 1;

    // Random sizes walk a hand up and down by one: with the 8 KiB of a pool of structs, one operation in thirty went past it, with 32 one
    // in four hundred.
    private const int MostInHand = 92, HandByteBound = 32 * 1024;

    // Classes start at different distances from their part's start, and so do their states. At equal ones the first pages of all classes
    // compete for the same few sets of the TLB and of the first cache: 25 ns an operation under `churn` against 21.
    private const int PageColor = 13 * SizeClasses.Largest, LineColor = 23 * 64;

    // Made when they are first asked for, and once: a sample would else make its pool's name anew.
    private static readonly string?[] s_names = new string?[SizeClasses.Count];

    private static HeapSpace? s_started;

    private SpinGate _gate;

    private HeapSpace()
    {
    }

    /// <summary>The process's heap, null before its first use.</summary>
    public static HeapSpace? Started => Volatile.Read(ref s_started);

    /// <summary>Sizes up to this many bytes find their class in a table of bytes.</summary>
    public const int SizeTableLimit = 1024;

    public bool IsRanged { get; private set; }

    public byte* Base { get; private set; }

    public int ClassShift { get; private set; }

    /// <summary>Bytes of address space of all classes together.</summary>
    public nuint ClassBytes { get; private set; }

    public HeapClass* Classes { get; private set; }

    /// <summary>The classes' tiers, null for those that have not started.</summary>
    public PoolCore** Cores { get; private set; }

    /// <summary>The class of a size of up to <see cref="SizeTableLimit"/>, at <c>(bytes + 7) / 8</c>.</summary>
    public byte* ClassOfSize { get; private set; }

    public int HandPlace { get; private set; }

    public int HandBytes { get; private set; }

    public ExtentHeap* Extents { get; private set; }

    /// <summary>Freed blocks in front of <see cref="Extents"/>.</summary>
    public ExtentCache* Cache { get; private set; }

    public static HeapSpace Start()
    {
        SlabwiseOptions.Freeze();
        HeapSpace space = SecondTry.OfStart(Make);
        if (space.IsRanged)
        {
            int handCapacity = ShapeOf(0).HandCapacity;
            space.HandBytes = HandSpace.BytesOf(handCapacity);
            space.HandPlace = HandSpace.Assign(handCapacity, SizeClasses.Count);
            ExtentHeaps.Add(space.Extents);
            ExtentCaches.Add(space.Cache);
            DecayCare.Start();
        }

        Volatile.Write(ref s_started, space);
        return space;
    }

    /// <summary>Reserves a heap's address space; tests throw theirs away.</summary>
    internal static HeapSpace Make()
    {
        var space = new HeapSpace
        {
            Classes = (HeapClass*)MetadataHeap.Alloc(SizeClasses.Count * sizeof(HeapClass)),
            Cores = (PoolCore**)MetadataHeap.Alloc(SizeClasses.Count * sizeof(PoolCore*)),
            ClassOfSize = MetadataHeap.Alloc(TableEntries),
        };
        for (int c = 0; c < SizeClasses.Count; c++) space.Classes[c] = HeapClass.Of(SizeClasses.StrideOf(c));
        for (uint i = 0; i < TableEntries; i++) space.ClassOfSize[i] = (byte)SizeClasses.Of(i * 8);
        space.IsRanged = SlabwiseOptions.ReserveAddressSpace && space.TryReserve();
        return space;
    }

    /// <summary>A class's tiers, started where they were not yet.</summary>
    /// <exception cref="OutOfMemoryException">There is no address space for the maps of its slots.</exception>
    public PoolCore* CoreOf(int sizeClass)
    {
        PoolCore* core = StartedCoreOf(sizeClass);
        if (core is not null) return core;
        _gate.Enter();
        try
        {
            if (Cores[sizeClass] is null) StartClass(sizeClass);
            return Cores[sizeClass];
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>A class's tiers, null where nobody has asked for it yet.</summary>
    public PoolCore* StartedCoreOf(int sizeClass) => (PoolCore*)Volatile.Read(ref *(nint*)&Cores[sizeClass]);

    /// <summary>What statistics call a class.</summary>
    public static string NameOf(int sizeClass) => s_names[sizeClass] ??= $"heap {SizeClasses.StrideOf(sizeClass)}";

    private void StartClass(int sizeClass)
    {
        HeapClass* entry = Classes + sizeClass;
        SlabGeometry geometry = SlabGeometry.For(entry->Stride, 8);
        long color = (long)sizeClass * PageColor, maxSlabs = Math.Min((1L << ClassShift) - color, (1L << 32) * entry->Stride) / geometry.SlabBytes - 1;
        long slots = maxSlabs << geometry.SlotShift;
        byte* state = (byte*)PageHeap.MapSideArray((nint)slots + SlabGeometry.PageBytes);
        if (state is null)
            throw new OutOfMemoryException($"NativeHeap found no address space for the map of its blocks of {entry->Stride:N0} bytes ({slots:N0} bytes).");

        PoolCore* core;
        try
        {
            core = PoolCore.Create(ShapeOf(sizeClass), HandPlace + sizeClass * HandBytes);
        }
        catch (OutOfMemoryException)
        {
            PageHeap.Release((nint)state, (nint)slots + SlabGeometry.PageBytes);
            throw;
        }

        core->Memory.InitializeAt(geometry, Base + ((nint)sizeClass << ClassShift) + color, maxSlabs);
        core->Slabs.Initialize(ref core->Memory, ref core->FirstTransfer, NumaTopology.Current);
        entry->State = state + (sizeClass * LineColor & (SlabGeometry.PageBytes - 1));
        core->Slabs.BindBeside(entry->State, 1L << geometry.SlotShift, NumaTopology.Current);
        entry->Base = core->Memory.Base;
        core->Memory.States = entry->State;
        entry->Slots = (uint)slots;
        Volatile.Write(ref *(nint*)&Cores[sizeClass], (nint)core);
        PoolRegistry.Add(NameOf(sizeClass), core, entry->Stride, PoolType.SizeClass);
    }

    private static PoolShape ShapeOf(int sizeClass)
    {
        int most = SlabwiseOptions.MaxCached == 0 ? MostInHand : Math.Min(SlabwiseOptions.MaxCached, MostInHand);
        PoolShape shape = PoolShape.For(SizeClasses.StrideOf(sizeClass), RseqPath.IsActive, SlabwiseOptions.MaxCached);
        int hand = Math.Min(Math.Clamp(HandByteBound / shape.Stride, 2, MostInHand), most);
        return shape with { HandCapacity = hand, HandBatch = Math.Min(Math.Max(1, hand / 2), shape.TransferBatch) };
    }

    private bool TryReserve()
    {
        for (int shift = LargestClassShift; shift >= LeastClassShift; shift--)
        {
            nint bytes = (nint)SizeClasses.Count << shift;
            nint range = PageHeap.Reserve(bytes + SizeClasses.Largest);
            if (range == 0) continue;
            if (!TryReservePages())
            {
                PageHeap.Release(range, bytes + SizeClasses.Largest);
                return false;
            }

            // At a multiple of the largest stride, slots of every power of two are aligned to their size.
            Base = (byte*)((range + SizeClasses.Largest - 1) & ~(nint)(SizeClasses.Largest - 1));
            ClassShift = shift;
            ClassBytes = (nuint)bytes;
            return true;
        }

        return false;
    }

    private bool TryReservePages()
    {
        Extents = (ExtentHeap*)MetadataHeap.TryAlloc(sizeof(ExtentHeap));
        if (Extents is null) return false;
        for (long bytes = LargestPageRange; bytes >= LeastPageRange; bytes /= 2)
        {
            if (Extents->TryInitialize((nint)bytes) && TryMakeCache()) return true;
        }

        MetadataHeap.Free(Extents, sizeof(ExtentHeap));
        Extents = null;
        return false;
    }

    private bool TryMakeCache()
    {
        try
        {
            Cache = ExtentCache.Create(Extents);
            return true;
        }
        catch (OutOfMemoryException)
        {
            Extents->Close();
            return false;
        }
    }
}
