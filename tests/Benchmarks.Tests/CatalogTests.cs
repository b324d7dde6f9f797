using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child;

namespace Slabwise.Benchmarks.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Workload_names_are_those_of_the_contract() => Assert.Equal(
        ["pair64", "pair64-using", "pair64-async", "batch64", "bulk64", "threads64", "handoff64", "handoff64-bulk", "requests"],
        WorkloadCatalog.Compare.Select(w => w.Name));

    [Fact]
    public void The_suite_has_the_patterns_that_break_allocators() => Assert.Equal(
        [
            "handoff64-2to2", "freeonly", "freesame", "crowd", "crowd2", "churn", "asynchop", "arrays", "footprint",
            "requests", "spike", "spike2", "pinned", "holes", "churn-decay", "edge", "edge-sweep", "metadata", "metadata-mix",
        ],
        WorkloadCatalog.Suite.Select(w => w.Name));

    [Theory]
    [InlineData("gc")]
    [InlineData("objectpool")]
    [InlineData("arraypool")]
    [InlineData("glibc")]
    [InlineData("jemalloc")]
    [InlineData("tcmalloc")]
    [InlineData("mimalloc")]
    [InlineData("c:glibc")]
    [InlineData("c:jemalloc")]
    [InlineData("c:tcmalloc")]
    [InlineData("c:mimalloc")]
    public void Every_peer_of_the_contract_is_there(string name) =>
        Assert.True(AllocatorCatalog.Named(name, AllocatorCatalog.All).IsPeer);

    [Fact]
    public void Ours_come_first_under_the_names_of_the_contract() => Assert.Equal(
        ["slabwise", "slabwise-unchecked", "slabwise-perthread", "slabwise-class", "slabwise-heap", "slabwise-heap-nodecay", "slabwise-array", "slabwise-portable",
            "slabwise-sampled", "slabwise-class-sampled", "slabwise-heap-sampled", "slabwise-guarded", "slabwise-heap-guarded"],
        AllocatorCatalog.All.TakeWhile(a => a.IsSlabwise).Select(a => a.Name));

    [Fact]
    public void The_portable_row_runs_the_same_source_with_restartable_sequences_off()
    {
        Allocator portable = AllocatorCatalog.Named("slabwise-portable", AllocatorCatalog.All);
        Assert.Equal(AllocatorCatalog.Named("slabwise", AllocatorCatalog.All).Source, portable.Source);
        Assert.Equal("rseq:off", portable.Environment["SLABWISE_CONF"]);
    }

    [Fact]
    public void Every_pair_that_is_said_to_run_has_a_kernel()
    {
        foreach (Allocator allocator in AllocatorCatalog.All.Where(a => a.Host == Host.DotNet))
        {
            foreach (Workload workload in WorkloadCatalog.All.Where(allocator.Runs))
                Assert.NotNull(KernelCatalog.Create(allocator.LoopOf(workload), allocator.Source));
        }
    }

    [Fact]
    public void Names_are_unique()
    {
        Assert.Equal(AllocatorCatalog.All.Count, AllocatorCatalog.All.Select(a => a.Name).Distinct().Count());
        Assert.Equal(WorkloadCatalog.All.Count, WorkloadCatalog.All.Select(w => w.Name).Distinct().Count());
    }

    [Fact]
    public void Every_workload_has_one_of_ours_and_every_allocator_a_workload()
    {
        Assert.All(WorkloadCatalog.All, w => Assert.Contains(AllocatorCatalog.All, a => a.IsSlabwise && a.Runs(w)));
        Assert.All(AllocatorCatalog.All, a => Assert.Contains(WorkloadCatalog.All, a.Runs));
    }

    [Fact]
    public void Ours_and_every_malloc_free_far_from_where_they_allocate()
    {
        string[] peers = [.. AllocatorCatalog.All.Where(a => a.Runs(WorkloadCatalog.Named("freeonly"))).Select(a => a.Name)];
        foreach (string name in (string[])["slabwise", "slabwise-heap", "glibc", "jemalloc", "tcmalloc", "mimalloc", "c:glibc", "c:jemalloc", "c:tcmalloc", "c:mimalloc"])
            Assert.Contains(name, peers);
        Assert.DoesNotContain("gc", peers);
    }

    [Fact]
    public void The_empty_loop_is_no_peer()
    {
        Allocator none = AllocatorCatalog.Named("none", AllocatorCatalog.All);
        Assert.False(none.IsPeer);
        Assert.Equal(["asynchop"], WorkloadCatalog.All.Where(none.Runs).Select(w => w.Name));
    }

    [Fact]
    public void Goals_that_compare_times_of_two_workloads_find_them_in_one_family()
    {
        foreach (Goal goal in GoalCatalog.All.Where(g => g.Kind == GoalKind.Ratio))
            Assert.Equal(WorkloadCatalog.Named(goal.Workload).Family, WorkloadCatalog.Named(goal.ReferenceWorkload).Family);
    }

    [Fact]
    public void The_C_program_runs_the_loop_without_context_and_batch_calls()
    {
        Allocator c = AllocatorCatalog.Named("c:glibc", AllocatorCatalog.All);
        Assert.Equal("pair64", c.LoopOf(WorkloadCatalog.Named("pair64-async")));
        Assert.Equal("handoff64", c.LoopOf(WorkloadCatalog.Named("handoff64-bulk")));
        Assert.Equal("threads64", c.LoopOf(WorkloadCatalog.Named("threads64")));
    }

    [Fact]
    public void A_peer_without_batch_calls_runs_single_ones_but_keeps_its_context()
    {
        Allocator gc = AllocatorCatalog.Named("gc", AllocatorCatalog.All);
        Assert.Equal("batch64", gc.LoopOf(WorkloadCatalog.Named("bulk64")));
        Assert.Equal("pair64-using", gc.LoopOf(WorkloadCatalog.Named("pair64-using")));
    }

    [Fact]
    public void Goals_speak_of_known_workloads_and_references()
    {
        foreach (Goal goal in GoalCatalog.All)
        {
            Workload workload = WorkloadCatalog.Named(goal.Workload), other = WorkloadCatalog.Named(goal.ReferenceWorkload);
            bool known = goal.Reference switch
            {
                Goal.BestC or Goal.LeastC => AllocatorCatalog.All.Any(a => a.Host == Host.C && a.Runs(other)),
                Goal.Least => AllocatorCatalog.All.Any(a => a.IsPeerMalloc && a.Host == Host.DotNet && a.Runs(other)),
                var name => AllocatorCatalog.Named(name, AllocatorCatalog.All).Runs(other),
            };
            Assert.True(known, $"{goal.Reference} in {other.Name}");
            Allocator allocator = AllocatorCatalog.Named(goal.Allocator, AllocatorCatalog.All);
            Assert.True(allocator.IsSlabwise && allocator.Runs(workload), $"{goal.Allocator} in {goal.Workload}");
            Assert.Equal(goal.Kind is GoalKind.FigureRatio or GoalKind.Figure, goal.Figure is not null);
            Assert.Equal(goal.Kind == GoalKind.DifferenceRatio, goal.Base is not null);
            if (goal.Base is { } common) Assert.True(AllocatorCatalog.Named(common, AllocatorCatalog.All).Runs(workload));
        }
    }

    [Theory]
    [InlineData("pair64", "slabwise-perthread", Goal.BestC, 0.85)]
    [InlineData("batch64", "slabwise-perthread", Goal.BestC, 0.6)]
    [InlineData("threads64", "slabwise", Goal.BestC, 1.3)]
    [InlineData("threads64", "slabwise-portable", "objectpool", 0.5)]
    [InlineData("handoff64", "slabwise", "c:mimalloc", 0.55)]
    [InlineData("handoff64-bulk", "slabwise", "c:mimalloc", 0.35)]
    [InlineData("handoff64-2to2", "slabwise", "c:mimalloc", 0.55)]
    [InlineData("churn", "slabwise-heap", Goal.BestC, 1.0)]
    [InlineData("crowd", "slabwise", "slabwise", 1 / 0.9)]
    [InlineData("asynchop", "slabwise", "arraypool", 0.5)]
    [InlineData("arrays", "slabwise-array", "arraypool", 1.0)]
    [InlineData("edge", "slabwise-heap", Goal.BestC, 1.0)]
    [InlineData("churn-decay", "slabwise-heap", "slabwise-heap-nodecay", 1.02)]
    public void Times_are_held_to_the_limits_that_were_set(string workload, string allocator, string reference, double limit) =>
        Assert.Contains(GoalCatalog.All, g =>
            (g.Workload, g.Allocator, g.Reference, g.Limit, g.Figure) == (workload, allocator, reference, limit, null));

    [Theory]
    [InlineData("freeonly", "slabwise", Figure.RssPeak, 1.2)]
    [InlineData("freeonly", "slabwise-perthread", Figure.RssEnd, 1.2)]
    [InlineData("freeonly", "slabwise-heap", Figure.RssPeak, 1.2)]
    [InlineData("asynchop", "slabwise", Figure.RssGrowth, 1.1)]
    [InlineData("arrays", "slabwise-array", Figure.Held, 0.6)]
    [InlineData("arrays", "slabwise-array", Figure.FullCollections, 0.5)]
    [InlineData("footprint", "slabwise", Figure.Footprint, 512)]
    [InlineData("spike", "slabwise-heap", Figure.KeptOfAllowed, 1)]
    [InlineData("spike2", "slabwise-heap", Figure.KeptOfAllowed, 1)]
    [InlineData("pinned", "slabwise-heap", Figure.KeptPercent, 1)]
    [InlineData("holes", "slabwise-heap", Figure.RssRefilled, 1)]
    [InlineData("edge-sweep", "slabwise-heap", Figure.NeighbourRatio, 3)]
    [InlineData("requests", "slabwise", Figure.RssPeak, 0.9)]
    [InlineData("metadata", "slabwise", Figure.Metadata, 0.5)]
    [InlineData("metadata-mix", "slabwise-heap", Figure.Metadata, 0.5)]
    public void Figures_are_held_to_the_limits_that_were_set(string workload, string allocator, string figure, double limit) =>
        Assert.Contains(GoalCatalog.All, g => (g.Workload, g.Allocator, g.Figure, g.Limit) == (workload, allocator, figure, limit));

    [Theory]
    [InlineData("spike")]
    [InlineData("spike2")]
    [InlineData("pinned")]
    [InlineData("holes")]
    [InlineData("edge")]
    [InlineData("edge-sweep")]
    public void Memory_is_held_against_the_four_libraries_on_both_sides(string workload)
    {
        Workload scene = WorkloadCatalog.Named(workload);
        string[] peers = [.. AllocatorCatalog.All.Where(a => a.IsPeer && a.Runs(scene)).Select(a => a.Name)];
        Assert.Equal(["glibc", "jemalloc", "tcmalloc", "mimalloc", "c:glibc", "c:jemalloc", "c:tcmalloc", "c:mimalloc"], peers);
        Assert.True(AllocatorCatalog.Named("slabwise-heap", AllocatorCatalog.All).Runs(scene));
    }

    [Fact]
    public void Decay_costs_what_churn_without_it_saves_and_nothing_else_runs_without()
    {
        Allocator without = AllocatorCatalog.Named("slabwise-heap-nodecay", AllocatorCatalog.All);
        Assert.Equal(AllocatorCatalog.Named("slabwise-heap", AllocatorCatalog.All).Source, without.Source);
        Assert.Equal("dirty_decay_ms:-1", without.Environment["SLABWISE_CONF"]);
        Assert.Equal(["churn-decay"], WorkloadCatalog.All.Where(without.Runs).Select(w => w.Name));
    }

    [Fact]
    public void Workloads_of_one_family_have_the_same_acts() =>
        Assert.All(WorkloadCatalog.All.GroupBy(w => w.Family), family => Assert.Single(family.Select(w => w.Acts).Distinct()));

    [Fact]
    public void A_crowd_is_charged_with_the_processors_it_shares_and_a_hand_over_with_elapsed_time()
    {
        Assert.Equal(20, WorkloadCatalog.Named("threads64").NanosecondsPerOperation(1000, 100, processors: 2));
        Assert.Equal(160, WorkloadCatalog.Named("threads64").NanosecondsPerOperation(1000, 100, processors: 64));
        Assert.Equal(10, WorkloadCatalog.Named("handoff64").NanosecondsPerOperation(1000, 100, processors: 2));
        Assert.Equal(10, WorkloadCatalog.Named("handoff64-2to2").NanosecondsPerOperation(1000, 100, processors: 2));
        Assert.Equal(20, WorkloadCatalog.Named("crowd2").NanosecondsPerOperation(1000, 100, processors: 2));
        Assert.Equal(10, WorkloadCatalog.Named("pair64").NanosecondsPerOperation(1000, 100, processors: 2));
    }
}
