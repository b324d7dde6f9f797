using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;

namespace Slabwise.Pools;

/// <summary>Starts a struct pool: its declaration, its geometry, its memory.</summary>
internal sealed unsafe class StructPoolStart
{
    private static readonly uint* s_noGeneration = (uint*)MetadataHeap.Alloc(sizeof(uint));

    private StructPoolStart(PoolDeclaration declaration, SlabGeometry geometry, PoolCore* core)
    {
        Name = declaration.Name;
        Checked = declaration.Safety == SafetyKind.Checked;
        Zeroed = declaration.Zeroed;
        Geometry = geometry;
        Core = core;
    }

    public string Name { get; }

    public bool Checked { get; }

    public bool Zeroed { get; }

    public SlabGeometry Geometry { get; }

    public PoolCore* Core { get; }

    /// <summary>Starts the pool of a type, with what the generator said of it if it is annotated.</summary>
    public static StructPoolStart For<T>() where T : unmanaged
    {
        PoolDeclaration declaration = default(T) is IPoolDeclaration declared
            ? declared.Declaration
            : new PoolDeclaration { Name = typeof(T).ToString() };
        return Start(declaration, sizeof(T));
    }

    /// <exception cref="InvalidOperationException">The compile-time size is not the run-time size.</exception>
    internal static StructPoolStart Start(PoolDeclaration declaration, int objectBytes)
    {
        SlabwiseOptions.Freeze();
        if (declaration.ObjectBytes != 0 && declaration.ObjectBytes != objectBytes)
            throw new InvalidOperationException($"The build laid {declaration.Name} out at {declaration.ObjectBytes} bytes, the runtime at {objectBytes}. Rebuild the assembly that declares it against the same references.");
        if (objectBytes > SlabGeometry.MaxObjectBytes)
            throw new InvalidOperationException($"{declaration.Name} is {objectBytes:N0} bytes; a pool takes objects of up to {SlabGeometry.MaxObjectBytes:N0}. Allocate it with NativeMemory.");

        SlabGeometry geometry = SlabGeometry.For(objectBytes, Math.Max(1, declaration.Alignment));
        if (declaration.ObjectBytes != 0 && (declaration.SlotShift != geometry.SlotShift || declaration.TailBytes != geometry.TailBytes))
            throw new InvalidOperationException($"The build computed slabs of {1 << declaration.SlotShift} slots and {declaration.TailBytes} bytes of tail for {declaration.Name}, the runtime {geometry.SlotsPerSlab} and {geometry.TailBytes}. The generator and the runtime are of different versions: reference one version of the package Slabwise.");

        bool perCpu = RseqPath.IsActive && declaration.Cache == CacheKind.PerCpu;
        int maxCached = declaration.MaxCached != 0 ? declaration.MaxCached : SlabwiseOptions.MaxCached;
        return SecondTry.OfStart(() => new StructPoolStart(declaration, geometry, MakeCore(declaration, geometry, PoolShape.For(geometry.Stride, perCpu, maxCached))));
    }

    private static PoolCore* MakeCore(PoolDeclaration declaration, SlabGeometry geometry, PoolShape shape)
    {
        PoolCore* core = PoolCore.Create(shape);
        try
        {
            core->Memory.Initialize(geometry, declaration.MaxBytes, declaration.Safety == SafetyKind.Checked, SlabwiseOptions.ReserveAddressSpace, declaration.Name);
            NumaTopology nodes = NumaTopology.Current;
            core->Slabs.Initialize(ref core->Memory, ref core->FirstTransfer, nodes);
            if (declaration.Cache == CacheKind.PerThread)
                NodeSharded.Create(core, geometry.SlotShift, ThreadSlabs.MostOf(core->Memory.SlabBytes, core->Slabs.MaxSlabs(in core->Memory)), nodes);
            return core;
        }
        catch (OutOfMemoryException)
        {
            PoolCore.Abandon(core);
            throw;
        }
    }

    /// <summary>A slot's generation where there is no range; a zero for a slot that does not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref uint GenerationInTable(PoolCore* core, uint slot)
    {
        int shift = core->Memory.SlotShift;
        if (slot >> shift >= core->Memory.MaxSlabs) return ref *s_noGeneration;
        SlabEntry* entry = core->Memory.Table + (slot >> shift);
        return ref entry->Generations is null ? ref *s_noGeneration : ref entry->Generations[slot & ((1u << shift) - 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* AddressInTable(PoolCore* core, uint slot)
    {
        int shift = core->Memory.SlotShift;
        return core->Memory.Table[slot >> shift].Data + (slot & ((1u << shift) - 1)) * (nint)core->Stride;
    }
}
