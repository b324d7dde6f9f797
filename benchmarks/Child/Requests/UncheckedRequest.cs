namespace Slabwise.Benchmarks.Child.Requests;

[SizeClassPooled(Safety = SafetyKind.Unchecked)]
internal partial struct UncheckedItem : ISlabNode<UncheckedItem>
{
    public Pooled<UncheckedItem> Link;
    public long Id, Position;
    public double Score;

    public static Pooled<UncheckedItem> Next(ref UncheckedItem node) => node.Link;

    public static void Fill(ref UncheckedItem node, Pooled<UncheckedItem> next, long id)
    {
        node.Link = next;
        node.Id = node.Position = id;
    }
}

[SizeClassPooled(Safety = SafetyKind.Unchecked)]
internal partial struct UncheckedTag : ISlabNode<UncheckedTag>
{
    public Pooled<UncheckedTag> Link;
    public long First, Second;

    public static Pooled<UncheckedTag> Next(ref UncheckedTag node) => node.Link;

    public static void Fill(ref UncheckedTag node, Pooled<UncheckedTag> next, long id)
    {
        node.Link = next;
        node.Second = id;
    }
}

[SizeClassPooled(Safety = SafetyKind.Unchecked)]
internal partial struct UncheckedRequest : ISlabRequest<UncheckedRequest, UncheckedItem, UncheckedTag>
{
    public long Id;
    public Pooled<UncheckedItem> ItemList;
    public Pooled<UncheckedTag> TagList;
    public long Counts, Arrived, Finished, Venue, User;

    public static Pooled<UncheckedItem> Items(ref UncheckedRequest request) => request.ItemList;

    public static Pooled<UncheckedTag> Tags(ref UncheckedRequest request) => request.TagList;

    public static void Fill(ref UncheckedRequest request, long id, Pooled<UncheckedItem> items, Pooled<UncheckedTag> tags)
    {
        request.Id = request.User = id;
        request.ItemList = items;
        request.TagList = tags;
    }
}
