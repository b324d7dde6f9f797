using RestaurantSearch.Allocation;
using Slabwise;

namespace RestaurantSearch.Records;

/// <summary>The request object of the <c>slabwise</c> variant, in a pool that the build wrote for it.</summary>
[SizeClassPooled]
internal sealed partial class SlabSearchRequest : SearchRequest<SlabHandle<Token>, SlabHandle<Hit>>
{
    partial void OnReturn() => Clear();
}
