namespace Slabwise.Benchmarks.Child.Requests;

[SizeClassPooled]
internal partial struct CheckedItem : ISlabNode<CheckedItem>
{
    public Pooled<CheckedItem> Link;
    public long Id, Position;
    public double Score;

    public static Pooled<CheckedItem> Next(ref CheckedItem node) => node.Link;

    public static void Fill(ref CheckedItem node, Pooled<CheckedItem> next, long id)
    {
        node.Link = next;
        node.Id = node.Position = id;
    }
}

[SizeClassPooled]
internal partial struct CheckedTag : ISlabNode<CheckedTag>
{
    public Pooled<CheckedTag> Link;
    public long First, Second;

    public static Pooled<CheckedTag> Next(ref CheckedTag node) => node.Link;

    public static void Fill(ref CheckedTag node, Pooled<CheckedTag> next, long id)
    {
        node.Link = next;
        node.Second = id;
    }
}

[SizeClassPooled]
internal partial struct CheckedRequest : ISlabRequest<CheckedRequest, CheckedItem, CheckedTag>
{
    public long Id;
    public Pooled<CheckedItem> ItemList;
    public Pooled<CheckedTag> TagList;
    public long Counts, Arrived, Finished, Venue, User;

    public static Pooled<CheckedItem> Items(ref CheckedRequest request) => request.ItemList;

    public static Pooled<CheckedTag> Tags(ref CheckedRequest request) => request.TagList;

    public static void Fill(ref CheckedRequest request, long id, Pooled<CheckedItem> items, Pooled<CheckedTag> tags)
    {
        request.Id = request.User = id;
        request.ItemList = items;
        request.TagList = tags;
    }
}
