using Microsoft.Extensions.ObjectPool;
using RestaurantSearch.Records;

namespace RestaurantSearch.Allocation;

/// <summary>The <c>objectpool</c> variant: records are objects that go round through an <see cref="ObjectPool{T}"/>.</summary>
internal readonly struct PooledNodeHandle<T>(Node<T> node) : IHandle<PooledNodeHandle<T>, T>
    where T : unmanaged
{
    /// <summary>Enough for what all requests in flight need; the default, twice the processors, would keep next to nothing.</summary>
    private const int MaximumRetained = 128 * 1024;

    private static readonly DefaultObjectPool<Node<T>> s_pool = new(new DefaultPooledObjectPolicy<Node<T>>(), MaximumRetained);

    private Node<T> Node => node;

    public ref T Value => ref node.Value;

    public static PooledNodeHandle<T> Rent() => new(s_pool.Get());

    public static void Rent(Span<PooledNodeHandle<T>> destination)
    {
        foreach (ref PooledNodeHandle<T> handle in destination)
            handle = Rent();
    }

    public static void Return(ReadOnlySpan<PooledNodeHandle<T>> handles)
    {
        foreach (PooledNodeHandle<T> handle in handles)
            s_pool.Return(handle.Node);
    }
}

/// <inheritdoc cref="PooledNodeHandle{T}"/>
internal readonly struct ObjectPoolRequests : IRequestSource<PooledNodeHandle<Token>, PooledNodeHandle<Hit>>
{
    private static readonly DefaultObjectPool<SearchRequest<PooledNodeHandle<Token>, PooledNodeHandle<Hit>>> s_pool =
        new(new DefaultPooledObjectPolicy<SearchRequest<PooledNodeHandle<Token>, PooledNodeHandle<Hit>>>(), maximumRetained: 256);

    public static SearchRequest<PooledNodeHandle<Token>, PooledNodeHandle<Hit>> Rent() => s_pool.Get();

    public static void Return(SearchRequest<PooledNodeHandle<Token>, PooledNodeHandle<Hit>> request)
    {
        request.Clear();
        s_pool.Return(request);
    }
}
