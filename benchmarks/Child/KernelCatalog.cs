using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child.Footprint;
using Slabwise.Benchmarks.Child.Kernels;
using Slabwise.Benchmarks.Child.Requests;
using Slabwise.Benchmarks.Child.Scenes;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Child;

/// <summary>Which kernel a child runs for a workload and a source.</summary>
internal static class KernelCatalog
{
    public static IKernel Create(string workload, string source) => source switch
    {
        "gc" => Peer<GcSource, ManagedHandle>(workload, () => new RequestsKernel<ManagedRequests<CollectedNodes>, RequestReference>()),
        "objectpool" => Peer<ObjectPoolSource, ManagedHandle>(workload, () => new RequestsKernel<ManagedRequests<ObjectPoolNodes>, RequestReference>()),
        "arraypool" => workload == "arrays" ? Arrays<SharedArrays>() : Peer<ArrayPoolSource, ArrayHandle>(workload),
        "native" => Sized<MallocHeap>(workload),
        "none" => Single<NoSource, nint>(workload),
        "slabwise" when workload == "footprint" => new FootprintKernel(),
        "slabwise" => Slab<CheckedBlock>(workload, () => new RequestsKernel<SlabRequests<CheckedRequest, CheckedItem, CheckedTag>, Pooled<CheckedRequest>>()),
        "slabwise-unchecked" => Slab<UncheckedBlock>(workload, () => new RequestsKernel<SlabRequests<UncheckedRequest, UncheckedItem, UncheckedTag>, Pooled<UncheckedRequest>>()),
        "slabwise-perthread" => Slab<PerThreadBlock>(workload, () => new RequestsKernel<SlabRequests<PerThreadRequest, PerThreadItem, PerThreadTag>, Pooled<PerThreadRequest>>()),
        "slabwise-heap" => Sized<SlabHeap>(workload),
        "slabwise-array" => Arrays<SlabArrays>(),
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

    /// <summary>Kernels of an allocator that takes sizes.</summary>
    private static IKernel Sized<THeap>(string workload)
        where THeap : struct, IHeap => workload switch
        {
            "churn" or "churn-decay" => new ChurnKernel<THeap>(WorkloadCatalog.LiveBlocks, smallest: 16, doublings: 6),
            "edge" => new ChurnKernel<THeap>(WorkloadCatalog.LiveAtEdge, smallest: 100_000, doublings: 1),
            "edge-sweep" => new SweepKernel<THeap>(),
            "holes" => new HolesKernel<HeapBlocks<THeap>, nint>(),
            "metadata-mix" => new MetadataKernel<HeapBlocks<THeap>, nint>(BlockSizes.OfEvenBytes, Scene.MeanEvenBytes),
            _ => Scenes<HeapBlocks<THeap>, nint>(workload)
                ?? Peer<SizedSource<THeap>, nint>(workload, () => new RequestsKernel<NativeRequests<THeap>, nint>()),
        };

    /// <summary>Scenes that a pool of one size can play too; null for any other workload.</summary>
    private static IKernel? Scenes<TBlocks, THandle>(string workload)
        where TBlocks : struct, IBlocks<THandle>
        where THandle : struct => workload switch
        {
            "spike" => new SpikeKernel<TBlocks, THandle>(members: 1, leavesTheLast: false),
            "spike2" => new SpikeKernel<TBlocks, THandle>(members: 2, leavesTheLast: false),
            "pinned" => new SpikeKernel<TBlocks, THandle>(members: 1, leavesTheLast: true),
            "metadata" => new MetadataKernel<TBlocks, THandle>(static _ => WorkloadCatalog.ObjectBytes, WorkloadCatalog.ObjectBytes),
            _ => null,
        };

    private static MixKernel<ArrayMix<TArrays>, ArrayHandle> Arrays<TArrays>()
        where TArrays : struct, IByteArrays =>
        new(WorkloadCatalog.ArrayThreads, WorkloadCatalog.ArraysHeldByOne, () => new ManagedFigures());

    private static IKernel Slab<TBlock>(string workload, Func<IKernel> requests)
        where TBlock : unmanaged, ISlabBlock<TBlock> => workload switch
        {
            "pair64-using" => new UsingKernel<SlabLeaseSource<TBlock>, SlabLease<TBlock>>(),
            "bulk64" => new BulkKernel<SlabSource<TBlock>, Pooled<TBlock>>(),
            "handoff64-bulk" => new HandoffKernel<BulkHandoff<SlabSource<TBlock>, Pooled<TBlock>>, Pooled<TBlock>>(),
            "requests" => requests(),
            _ => Scenes<ObjectBlocks<SlabSource<TBlock>, Pooled<TBlock>>, Pooled<TBlock>>(workload)
                ?? Single<SlabSource<TBlock>, Pooled<TBlock>>(workload),
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
            "handoff64-2to2" => new HandoffKernel<SingleHandoff<TSource, THandle>, THandle>(pairs: 2),
            "freeonly" => new FarFreeKernel<TSource, THandle>(elsewhere: true),
            "freesame" => new FarFreeKernel<TSource, THandle>(elsewhere: false),
            "crowd" => Mix<TSource, THandle>(WorkloadCatalog.Many),
            "crowd2" => Mix<TSource, THandle>(members: 2),
            "asynchop" => new AsyncHopKernel<TSource, THandle>(),
            _ => throw new NotSupportedException($"This allocator does not run the workload '{workload}'."),
        };

    private static MixKernel<BlockMix<TSource, THandle>, THandle> Mix<TSource, THandle>(int members)
        where TSource : struct, ISource<THandle>
        where THandle : struct => new(members, WorkloadCatalog.HeldByOne, () => new CachedFigures());
}
