using System.Runtime.InteropServices;
using RestaurantSearch.Records;
using Slabwise;

namespace RestaurantSearch.Allocation;

/// <summary>The <c>slabwise</c> variant: records lie in slabs off the heap, and a handle is 8 checked bytes without a reference.</summary>
internal readonly struct SlabHandle<T>(Pooled<T> handle) : IHandle<SlabHandle<T>, T>
    where T : unmanaged, IPooledStruct<T>
{
    public ref T Value => ref handle.Value;

    public static SlabHandle<T> Rent() => new(T.Rent());

    public static void Rent(Span<SlabHandle<T>> destination) =>
        StructPool<T>.Shared.Rent(MemoryMarshal.Cast<SlabHandle<T>, Pooled<T>>(destination));

    public static void Return(ReadOnlySpan<SlabHandle<T>> handles) =>
        StructPool<T>.Shared.Return(MemoryMarshal.Cast<SlabHandle<T>, Pooled<T>>(handles));
}

/// <inheritdoc cref="SlabHandle{T}"/>
internal readonly struct SlabRequests : IRequestSource<SlabHandle<Token>, SlabHandle<Hit>>
{
    public static SearchRequest<SlabHandle<Token>, SlabHandle<Hit>> Rent() => SlabSearchRequest.Rent();

    public static void Return(SearchRequest<SlabHandle<Token>, SlabHandle<Hit>> request) =>
        SlabSearchRequest.Return((SlabSearchRequest)request);
}
