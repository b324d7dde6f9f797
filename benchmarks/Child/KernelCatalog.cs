using Slabwise.Benchmarks.Child.Kernels;
using Slabwise.Benchmarks.Child.Requests;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child;

/// <summary>Which kernel a child runs for a workload and a source.</summary>
internal static class KernelCatalog
{
    public static IKernel Create(string workload, string source) => source switch
    {
        "gc" => Peer<GcSource, ManagedHandle>(workload, () => new RequestsKernel<ManagedRequests<CollectedNodes>, RequestReference>()),
        "objectpool" => Peer<ObjectPoolSource, ManagedHandle>(workload, () => new RequestsKernel<ManagedRequests<ObjectPoolNodes>, RequestReference>()),
        "arraypool" => Peer<ArrayPoolSource, ArrayHandle>(workload),
        "native" => Peer<NativeSource, nint>(workload, () => new RequestsKernel<NativeRequests, nint>()),
        "slabwise" => Slab<CheckedBlock>(workload, () => new RequestsKernel<SlabRequests<CheckedRequest, CheckedItem, CheckedTag>, Pooled<CheckedRequest>>()),
        "slabwise-unchecked" => Slab<UncheckedBlock>(workload, () => new RequestsKernel<SlabRequests<UncheckedRequest, UncheckedItem, UncheckedTag>, Pooled<UncheckedRequest>>()),
        "slabwise-perthread" => Slab<PerThreadBlock>(workload, () => new RequestsKernel<SlabRequests<PerThreadRequest, PerThreadItem, PerThreadTag>, Pooled<PerThreadRequest>>()),
        "slabwise-class" => workload switch
        {
            "pair64-using" => new UsingKernel<SlabObjectLeaseSource, SlabObjectLease>(),
            "requests" => new RequestsKernel<SlabObjectRequests, SlabRequestReference>(),
            _ => Single<SlabObjectSource, SlabObjectHandle>(workload),
        },
        _ => throw new ArgumentException($"There is no source '{source}'."),
    };

    /// <summary>Kernels of an allocator without leases and batch calls of its own.</summary>
    private static IKernel Peer<TSource, THandle>(string workload, Func<IKernel>? requests = null)
        where TSource : struct, ISource<THandle>
        where THandle : struct => workload switch
        {
            "pair64-using" => new UsingKernel<SimpleLeaseSource<TSource, THandle>, SimpleLease<TSource, THandle>>(),
            "requests" when requests is not null => requests(),
            _ => Single<TSource, THandle>(workload),
        };

    private static IKernel Slab<TBlock>(string workload, Func<IKernel> requests)
        where TBlock : unmanaged, ISlabBlock<TBlock> => workload switch
        {
            "pair64-using" => new UsingKernel<SlabLeaseSource<TBlock>, SlabLease<TBlock>>(),
            "bulk64" => new BulkKernel<SlabSource<TBlock>, Pooled<TBlock>>(),
            "handoff64-bulk" => new HandoffKernel<BulkHandoff<SlabSource<TBlock>, Pooled<TBlock>>, Pooled<TBlock>>(),
            "requests" => requests(),
            _ => Single<SlabSource<TBlock>, Pooled<TBlock>>(workload),
        };

    private static IKernel Single<TSource, THandle>(string workload)
        where TSource : struct, ISource<THandle>
        where THandle : struct => workload switch
        {
            "pair64" => new PairKernel<TSource, THandle>(),
            "pair64-async" => new AsyncKernel<TSource, THandle>(),
            "batch64" => new BatchKernel<TSource, THandle>(),
            "threads64" => new CrowdKernel<TSource, THandle>(),
            "handoff64" => new HandoffKernel<SingleHandoff<TSource, THandle>, THandle>(),
            _ => throw new NotSupportedException($"This allocator does not run the workload '{workload}'."),
        };
}
