using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Requests;

[SizeClassPooled]
internal sealed partial class SlabItem
{
    public SlabItem? Next;
    public long Id, Position;
    public double Score;

    partial void OnReturn() => Next = null;
}

[SizeClassPooled]
internal sealed partial class SlabTag
{
    public SlabTag? Next;
    public long First, Second;

    partial void OnReturn() => Next = null;
}

[SizeClassPooled]
internal sealed partial class SlabRequest
{
    public long Id;
    public SlabItem? Items;
    public SlabTag? Tags;
    public long Counts, Arrived, Finished, Venue, User;

    partial void OnReturn()
    {
        Items = null;
        Tags = null;
    }
}

internal readonly struct SlabRequestReference(SlabRequest request)
{
    public readonly SlabRequest Request = request;
}

/// <summary>Requests of generated class pools.</summary>
internal readonly struct SlabObjectRequests : IRequestModel<SlabRequestReference>
{
    public static SlabRequestReference New(long id)
    {
        SlabRequest request = SlabRequest.Rent();
        request.Id = request.User = id;
        for (int i = 0; i < WorkloadCatalog.ItemsPerRequest; i++)
        {
            SlabItem item = SlabItem.Rent();
            item.Next = request.Items;
            item.Id = item.Position = id + i;
            request.Items = item;
        }
        for (int i = 0; i < WorkloadCatalog.TagsPerRequest; i++)
        {
            SlabTag tag = SlabTag.Rent();
            tag.Next = request.Tags;
            tag.Second = id;
            request.Tags = tag;
        }
        return new SlabRequestReference(request);
    }

    public static void Free(SlabRequestReference reference)
    {
        SlabRequest request = reference.Request;
        SlabItem? item = request.Items;
        while (item is not null)
        {
            SlabItem? next = item.Next;
            SlabItem.Return(item);
            item = next;
        }
        SlabTag? tag = request.Tags;
        while (tag is not null)
        {
            SlabTag? next = tag.Next;
            SlabTag.Return(tag);
            tag = next;
        }
        SlabRequest.Return(request);
    }
}
