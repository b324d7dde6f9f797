namespace Slabwise.Benchmarks.Child.Requests;

/// <summary>A pooled item or tag: a link in a list of its own kind.</summary>
internal interface ISlabNode<TSelf> : IPooledStruct<TSelf>
    where TSelf : unmanaged, ISlabNode<TSelf>
{
    static abstract Pooled<TSelf> Next(ref TSelf node);

    static abstract void Fill(ref TSelf node, Pooled<TSelf> next, long id);
}

/// <summary>A pooled request with its two lists.</summary>
internal interface ISlabRequest<TSelf, TItem, TTag> : IPooledStruct<TSelf>
    where TSelf : unmanaged, ISlabRequest<TSelf, TItem, TTag>
    where TItem : unmanaged, ISlabNode<TItem>
    where TTag : unmanaged, ISlabNode<TTag>
{
    static abstract void Fill(ref TSelf request, long id, Pooled<TItem> items, Pooled<TTag> tags);

    static abstract Pooled<TItem> Items(ref TSelf request);

    static abstract Pooled<TTag> Tags(ref TSelf request);
}
