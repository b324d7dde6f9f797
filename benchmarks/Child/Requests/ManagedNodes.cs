using Microsoft.Extensions.ObjectPool;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Requests;

internal sealed class ItemObject
{
    public ItemObject? Next;
    public long Id, Position;
    public double Score;
}

internal sealed class TagObject
{
    public TagObject? Next;
    public long First, Second;
}

internal sealed class RequestObject
{
    public long Id;
    public ItemObject? Items;
    public TagObject? Tags;
    public long Counts, Arrived, Finished, Venue, User;
}

/// <summary>
/// Where the objects of <see cref="ManagedRequests{TNodes}"/> come from. A method for each type: a generic one would
/// share its code over all classes and create through reflection.
/// </summary>
internal interface IManagedNodes
{
    static abstract RequestObject Request();

    static abstract ItemObject Item();

    static abstract TagObject Tag();

    static abstract void Return(RequestObject request);

    static abstract void Return(ItemObject item);

    static abstract void Return(TagObject tag);
}

/// <summary>Plain <c>new</c>.</summary>
internal readonly struct CollectedNodes : IManagedNodes
{
    public static RequestObject Request() => new();

    public static ItemObject Item() => new();

    public static TagObject Tag() => new();

    public static void Return(RequestObject request)
    {
    }

    public static void Return(ItemObject item)
    {
    }

    public static void Return(TagObject tag)
    {
    }
}

/// <summary>Pools with room for every object of the workload.</summary>
internal readonly struct ObjectPoolNodes : IManagedNodes
{
    private static readonly DefaultObjectPool<RequestObject> Requests = Pool<RequestObject>(1);
    private static readonly DefaultObjectPool<ItemObject> Items = Pool<ItemObject>(WorkloadCatalog.ItemsPerRequest);
    private static readonly DefaultObjectPool<TagObject> Tags = Pool<TagObject>(WorkloadCatalog.TagsPerRequest);

    public static RequestObject Request() => Requests.Get();

    public static ItemObject Item() => Items.Get();

    public static TagObject Tag() => Tags.Get();

    public static void Return(RequestObject request) => Requests.Return(request);

    public static void Return(ItemObject item) => Items.Return(item);

    public static void Return(TagObject tag) => Tags.Return(tag);

    private static DefaultObjectPool<T> Pool<T>(int perRequest)
        where T : class, new() => new(new DefaultPooledObjectPolicy<T>(), WorkloadCatalog.Requests * perRequest);
}
