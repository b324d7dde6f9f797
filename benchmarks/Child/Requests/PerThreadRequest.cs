namespace Slabwise.Benchmarks.Child.Requests;

[SizeClassPooled(Cache = CacheKind.PerThread)]
internal partial struct PerThreadItem : ISlabNode<PerThreadItem>
{
    public Pooled<PerThreadItem> Link;
    public long Id, Position;
    public double Score;

    public static Pooled<PerThreadItem> Next(ref PerThreadItem node) => node.Link;

    public static void Fill(ref PerThreadItem node, Pooled<PerThreadItem> next, long id)
    {
        node.Link = next;
        node.Id = node.Position = id;
    }
}

[SizeClassPooled(Cache = CacheKind.PerThread)]
internal partial struct PerThreadTag : ISlabNode<PerThreadTag>
{
    public Pooled<PerThreadTag> Link;
    public long First, Second;

    public static Pooled<PerThreadTag> Next(ref PerThreadTag node) => node.Link;

    public static void Fill(ref PerThreadTag node, Pooled<PerThreadTag> next, long id)
    {
        node.Link = next;
        node.Second = id;
    }
}

[SizeClassPooled(Cache = CacheKind.PerThread)]
internal partial struct PerThreadRequest : ISlabRequest<PerThreadRequest, PerThreadItem, PerThreadTag>
{
    public long Id;
    public Pooled<PerThreadItem> ItemList;
    public Pooled<PerThreadTag> TagList;
    public long Counts, Arrived, Finished, Venue, User;

    public static Pooled<PerThreadItem> Items(ref PerThreadRequest request) => request.ItemList;

    public static Pooled<PerThreadTag> Tags(ref PerThreadRequest request) => request.TagList;

    public static void Fill(ref PerThreadRequest request, long id, Pooled<PerThreadItem> items, Pooled<PerThreadTag> tags)
    {
        request.Id = request.User = id;
        request.ItemList = items;
        request.TagList = tags;
    }
}
