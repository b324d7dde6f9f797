using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child;
using Slabwise.Benchmarks.Child.Footprint;
using Slabwise.Benchmarks.Child.Scenes;
using Slabwise.Benchmarks.Results;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Tests;

/// <summary>Scenes that hold, free and rest: what they allocate, and what is made of what was read.</summary>
public sealed class SceneTests
{
    [Theory]
    [InlineData(100, 108, 1.0)]
    [InlineData(100, 110, 1.25)]
    [InlineData(1000, 1050, 1.0)]
    [InlineData(100, 90, 0.0)]
    public void Five_percent_of_what_was_there_or_eight_MiB_may_stay(double before, double after, double ofAllowed)
    {
        IReadOnlyDictionary<string, double> figures = SceneFigures.Of(
            new Dictionary<string, double> { [Figure.RssBefore] = before, [Figure.RssFull] = 3000, [Figure.RssAfter] = after }, allocatedMiB: 200);
        Assert.Equal(ofAllowed, figures[Figure.KeptOfAllowed]);
        Assert.Equal(Math.Max(0, after - before), figures[Figure.Kept]);
        Assert.Equal(Math.Max(0, after - before) / 2, figures[Figure.KeptPercent]);
    }

    [Fact]
    public void A_scene_that_ends_full_tells_its_readings_alone() => Assert.Equal(
        [Figure.RssFull, Figure.RssRefilled],
        SceneFigures.Of(new Dictionary<string, double> { [Figure.RssFull] = 1, [Figure.RssRefilled] = 2 }, 1).Keys);

    [Fact]
    public void Even_bytes_fill_every_doubling_alike()
    {
        ulong state = Draw.SeedOf(0);
        var bytes = new double[14];
        int count = 0;
        for (; bytes.Sum() < 1L << 30; count++)
        {
            int size = BlockSizes.OfEvenBytes(Draw.Next(ref state));
            Assert.InRange(size, BlockSizes.LeastEven, BlockSizes.MostEven - 1);
            bytes[int.Log2(size / 16)] += size;
        }
        Assert.All(bytes, b => Assert.InRange(b / bytes.Average(), 0.8, 1.2));
        Assert.InRange(bytes.Sum() / count, 0.95 * Scene.MeanEvenBytes, 1.05 * Scene.MeanEvenBytes);
    }

    [Fact]
    public void Doublings_are_alike_in_number_and_keep_their_ends()
    {
        ulong state = Draw.SeedOf(1);
        int[] sizes = [.. Enumerable.Range(0, 70_000).Select(_ => BlockSizes.OfDoublings(Draw.Next(ref state), Scene.RefilledSmallest, Scene.RefilledDoublings))];
        Assert.Equal((64, 8192), (sizes.Min(), sizes.Max()));
        Assert.InRange(sizes.Count(s => s < 128), 9_000, 11_000);
        Assert.InRange(sizes.Average(), 0.97 * Scene.RefilledMean, 1.03 * Scene.RefilledMean);
    }

    [Fact]
    public void The_sweep_has_four_sizes_a_doubling_from_32_KiB_to_8_MiB()
    {
        Assert.Equal((33, 32 << 10, 8 << 20), (EdgeSweep.Sizes.Count, EdgeSweep.Sizes[0], EdgeSweep.Sizes[^1]));
        for (int i = 4; i < EdgeSweep.Sizes.Count; i++) Assert.Equal(2 * EdgeSweep.Sizes[i - 4], EdgeSweep.Sizes[i]);
        Assert.Equal(EdgeSweep.Sizes.Order(), EdgeSweep.Sizes);
    }

    [Fact]
    public void A_step_between_neighbours_is_found_up_and_down_and_one_disturbed_round_is_not_one()
    {
        int[] sizes = [1 << 10, 2 << 10, 3 << 10];
        IReadOnlyDictionary<string, double> up = SweepFigures.Of(sizes, [10, 11, 44, 10, 11, 44, 900, 11, 44]);
        Assert.Equal((4.0, 3.0, 10.0), (up[Figure.NeighbourRatio], up["atKiB"], up["1K"]));
        IReadOnlyDictionary<string, double> down = SweepFigures.Of(sizes, [50, 10, 10, 50, 10, 10]);
        Assert.Equal((5.0, 2.0), (down[Figure.NeighbourRatio], down["atKiB"]));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void A_spike_frees_everything_but_the_last_block(int members, bool leavesTheLast)
    {
        var kernel = new SpikeKernel<CountedBlocks, nint>(members, leavesTheLast);
        CountedBlocks.Reset();
        kernel.WarmUp();
        Assert.Equal(leavesTheLast ? 1 : 0, CountedBlocks.Live);
        Lap warm = kernel.Run(4096), full = kernel.Run(4096);
        Assert.Equal(full.Operations + (leavesTheLast ? 1 : 0), CountedBlocks.Live);
        Assert.InRange(CountedBlocks.LiveBytes, 4096 * 1024, 4096 * 1024 + 3 * BlockSizes.MostEven);
        Assert.InRange(warm.Operations, 1, full.Operations / 2);
        Assert.Equal(0, kernel.Run(4096).Operations);
        Assert.Equal(leavesTheLast ? 1 : 0, CountedBlocks.Live);
    }

    [Fact]
    public void Holes_leave_a_tenth_and_are_filled_up_to_the_stated_total()
    {
        var kernel = new HolesKernel<CountedBlocks, nint>();
        CountedBlocks.Reset();
        Assert.Equal(5_000, kernel.Run(5_000).Operations);
        Assert.Equal(5_000, CountedBlocks.Live);
        kernel.Run(5_000);
        Assert.Equal(500, CountedBlocks.Live);
        long left = CountedBlocks.LiveBytes;
        Lap refilled = kernel.Run(5_000);
        Assert.Equal(500 + refilled.Operations, CountedBlocks.Live);
        Assert.InRange(CountedBlocks.LiveBytes - left, 2_000_000, 2_000_000 + 8192);
    }

    [Fact]
    public void Metadata_is_a_part_of_what_is_mapped()
    {
        StructPool<long>.Shared.Return(StructPool<long>.Shared.Rent());
        SlabwiseStatistics now = SlabwiseStatistics.Capture();
        Dictionary<string, double> figures = new(MetadataFigures.Of(now));
        Assert.Equal(100.0 * now.MetadataBytes / now.MappedBytes, figures[Figure.Metadata], 3);
        Assert.Equal(now.GenerationBytes, figures["generationBytes"]);
        Assert.True(figures[Figure.Metadata] > 0);
    }

    [Fact]
    public void Quick_scenes_ask_for_a_short_decay_and_rest_as_much_shorter()
    {
        Pace quick = Pace.For(quick: true, rounds: null, roundMilliseconds: null), full = Pace.For(quick: false, rounds: null, roundMilliseconds: null);
        var act = new Act("x", RestInDecays: 1.5);
        Assert.Equal((15_000, 1_500), (full.Rest(act).TotalMilliseconds, quick.Rest(act).TotalMilliseconds));

        Workload spike = WorkloadCatalog.Named("spike");
        Allocator Adapted(string name) => quick.Adapted(AllocatorCatalog.Named(name, AllocatorCatalog.All), spike);
        Assert.Equal("dirty_decay_ms:1000", Adapted("slabwise-heap").Environment["SLABWISE_CONF"]);
        Assert.Equal("rseq:off,dirty_decay_ms:1000", Adapted("slabwise-portable").Environment["SLABWISE_CONF"]);
        Assert.Equal("dirty_decay_ms:1000", Adapted("c:jemalloc").Environment["MALLOC_CONF"]);
        Assert.Empty(Adapted("c:mimalloc").Environment);
        Allocator heap = AllocatorCatalog.Named("slabwise-heap", AllocatorCatalog.All);
        Assert.Same(heap, full.Adapted(heap, spike));
        Assert.Same(heap, quick.Adapted(heap, WorkloadCatalog.Named("churn")));
    }

    [Fact]
    public void Scenes_are_played_once_and_a_sweep_takes_rounds_for_every_size()
    {
        Pace full = Pace.For(quick: false, rounds: null, roundMilliseconds: null);
        Assert.Equal(1, full.RoundsOf(WorkloadCatalog.Named("spike")));
        Assert.Equal(9 * 33, full.RoundsOf(WorkloadCatalog.Named("edge-sweep")));
        Assert.InRange(full.Together(WorkloadCatalog.Named("spike")), 1, 10_000);
        Assert.Equal(int.MaxValue, full.Together(WorkloadCatalog.Named("churn")));
    }

    private readonly struct CountedBlocks : IBlocks<nint>
    {
        private static long s_live, s_bytes;

        public static long Live => s_live;

        public static long LiveBytes => s_bytes;

        public static void Reset() => s_live = s_bytes = 0;

        public static int BytesOf(int wanted) => wanted;

        // The block is its size, so that a return knows what to take off.
        public static nint Rent(int bytes)
        {
            Interlocked.Increment(ref s_live);
            Interlocked.Add(ref s_bytes, bytes);
            return bytes;
        }

        public static void Touch(nint handle, int bytes)
        {
        }

        public static void Return(nint handle)
        {
            Interlocked.Decrement(ref s_live);
            Interlocked.Add(ref s_bytes, -handle);
        }
    }
}
