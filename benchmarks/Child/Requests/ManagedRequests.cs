using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Requests;

internal readonly struct RequestReference(RequestObject request)
{
    public readonly RequestObject Request = request;
}

/// <summary>Requests of managed objects.</summary>
internal readonly struct ManagedRequests<TNodes> : IRequestModel<RequestReference>
    where TNodes : struct, IManagedNodes
{
    public static RequestReference New(long id)
    {
        RequestObject request = TNodes.Request();
        request.Id = request.User = id;
        request.Items = null;
        request.Tags = null;
        for (int i = 0; i < WorkloadCatalog.ItemsPerRequest; i++)
        {
            ItemObject item = TNodes.Item();
            item.Next = request.Items;
            item.Id = item.Position = id + i;
            request.Items = item;
        }
        for (int i = 0; i < WorkloadCatalog.TagsPerRequest; i++)
        {
            TagObject tag = TNodes.Tag();
            tag.Next = request.Tags;
            tag.Second = id;
            request.Tags = tag;
        }
        return new RequestReference(request);
    }

    public static void Free(RequestReference reference)
    {
        RequestObject request = reference.Request;
        ItemObject? item = request.Items;
        while (item is not null)
        {
            ItemObject? next = item.Next;
            TNodes.Return(item);
            item = next;
        }
        TagObject? tag = request.Tags;
        while (tag is not null)
        {
            TagObject? next = tag.Next;
            TNodes.Return(tag);
            tag = next;
        }
        TNodes.Return(request);
    }
}
