using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>The generated pool of a struct.</summary>
internal readonly struct SlabSource<TBlock> : IBulkSource<Pooled<TBlock>>
    where TBlock : unmanaged, ISlabBlock<TBlock>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pooled<TBlock> Rent() => TBlock.Rent();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(Pooled<TBlock> handle, long value) => TBlock.Write(ref handle.Value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(Pooled<TBlock> handle) => TBlock.Return(handle);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rent(Span<Pooled<TBlock>> destination) => StructPool<TBlock>.Shared.Rent(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(ReadOnlySpan<Pooled<TBlock>> handles) => StructPool<TBlock>.Shared.Return(handles);
}
