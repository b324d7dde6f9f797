using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child.Requests;

/// <summary>Requests of blocks of a heap.</summary>
internal readonly unsafe struct NativeRequests<THeap> : IRequestModel<nint>
    where THeap : struct, IHeap
{
    internal struct Item
    {
        public Item* Next;
        public long Id, Position;
        public double Score;
    }

    internal struct Tag
    {
        public Tag* Next;
        public long First, Second;
    }

    internal struct Request
    {
        public long Id;
        public Item* Items;
        public Tag* Tags;
        public long Counts, Arrived, Finished, Venue, User;
    }

    public static nint New(long id)
    {
        var request = (Request*)THeap.Alloc((nuint)sizeof(Request));
        request->Id = request->User = id;
        request->Items = null;
        request->Tags = null;
        for (int i = 0; i < WorkloadCatalog.ItemsPerRequest; i++)
        {
            var item = (Item*)THeap.Alloc((nuint)sizeof(Item));
            item->Next = request->Items;
            item->Id = item->Position = id + i;
            request->Items = item;
        }
        for (int i = 0; i < WorkloadCatalog.TagsPerRequest; i++)
        {
            var tag = (Tag*)THeap.Alloc((nuint)sizeof(Tag));
            tag->Next = request->Tags;
            tag->Second = id;
            request->Tags = tag;
        }
        return (nint)request;
    }

    public static void Free(nint handle)
    {
        var request = (Request*)handle;
        for (Item* item = request->Items; item is not null;)
        {
            Item* next = item->Next;
            THeap.Free((nint)item);
            item = next;
        }
        for (Tag* tag = request->Tags; tag is not null;)
        {
            Tag* next = tag->Next;
            THeap.Free((nint)tag);
            tag = next;
        }
        THeap.Free((nint)request);
    }
}
