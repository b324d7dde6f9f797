using RestaurantSearch.Records;

namespace RestaurantSearch.Allocation;

/// <summary>The <c>gc</c> variant: a record is a new object, and the garbage collector finds out when it is done with.</summary>
internal readonly struct NewHandle<T>(Node<T> node) : IHandle<NewHandle<T>, T>
    where T : unmanaged
{
    public ref T Value => ref node.Value;

    public static NewHandle<T> Rent() => new(new Node<T>());

    public static void Rent(Span<NewHandle<T>> destination)
    {
        foreach (ref NewHandle<T> handle in destination)
            handle = Rent();
    }

    public static void Return(ReadOnlySpan<NewHandle<T>> handles)
    {
    }
}

/// <inheritdoc cref="NewHandle{T}"/>
internal readonly struct NewRequests : IRequestSource<NewHandle<Token>, NewHandle<Hit>>
{
    public static SearchRequest<NewHandle<Token>, NewHandle<Hit>> Rent() => new();

    public static void Return(SearchRequest<NewHandle<Token>, NewHandle<Hit>> request)
    {
    }
}
