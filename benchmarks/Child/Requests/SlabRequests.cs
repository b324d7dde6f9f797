using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Requests;

/// <summary>Requests of generated struct pools, linked by handles.</summary>
internal readonly struct SlabRequests<TRequest, TItem, TTag> : IRequestModel<Pooled<TRequest>>
    where TRequest : unmanaged, ISlabRequest<TRequest, TItem, TTag>
    where TItem : unmanaged, ISlabNode<TItem>
    where TTag : unmanaged, ISlabNode<TTag>
{
    public static Pooled<TRequest> New(long id)
    {
        Pooled<TRequest> request = TRequest.Rent();
        Pooled<TItem> items = NewList<TItem>(id, WorkloadCatalog.ItemsPerRequest);
        Pooled<TTag> tags = NewList<TTag>(id, WorkloadCatalog.TagsPerRequest);
        TRequest.Fill(ref request.Value, id, items, tags);
        return request;
    }

    public static void Free(Pooled<TRequest> request)
    {
        ref TRequest fields = ref request.Value;
        FreeList(TRequest.Items(ref fields));
        FreeList(TRequest.Tags(ref fields));
        TRequest.Return(request);
    }

    private static Pooled<TNode> NewList<TNode>(long id, int count)
        where TNode : unmanaged, ISlabNode<TNode>
    {
        Pooled<TNode> head = default;
        for (int i = 0; i < count; i++)
        {
            Pooled<TNode> node = TNode.Rent();
            TNode.Fill(ref node.Value, head, id + i);
            head = node;
        }
        return head;
    }

    private static void FreeList<TNode>(Pooled<TNode> node)
        where TNode : unmanaged, ISlabNode<TNode>
    {
        while (!node.IsDefault)
        {
            Pooled<TNode> next = TNode.Next(ref node.Value);
            TNode.Return(node);
            node = next;
        }
    }
}
