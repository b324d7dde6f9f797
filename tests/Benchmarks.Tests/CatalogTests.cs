using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child;

namespace Slabwise.Benchmarks.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Workload_names_are_those_of_the_contract() => Assert.Equal(
        ["pair64", "pair64-using", "pair64-async", "batch64", "bulk64", "threads64", "handoff64", "handoff64-bulk", "requests"],
        WorkloadCatalog.All.Select(w => w.Name));

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
        ["slabwise", "slabwise-unchecked", "slabwise-perthread", "slabwise-class", "slabwise-portable"],
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
    public void Names_are_unique() =>
        Assert.Equal(AllocatorCatalog.All.Count, AllocatorCatalog.All.Select(a => a.Name).Distinct().Count());

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
            WorkloadCatalog.Named(goal.Workload);
            bool known = goal.Reference == Goal.BestC || AllocatorCatalog.All.Any(a => a.Name == goal.Reference);
            Assert.True(known, goal.Reference);
            Allocator allocator = AllocatorCatalog.Named(goal.Allocator, AllocatorCatalog.All);
            Assert.True(allocator.IsSlabwise && allocator.Runs(WorkloadCatalog.Named(goal.Workload)));
        }
    }

    [Fact]
    public void A_crowd_is_charged_with_the_processors_it_shares_and_a_hand_over_with_elapsed_time()
    {
        Assert.Equal(20, WorkloadCatalog.Named("threads64").NanosecondsPerOperation(1000, 100, processors: 2));
        Assert.Equal(160, WorkloadCatalog.Named("threads64").NanosecondsPerOperation(1000, 100, processors: 64));
        Assert.Equal(10, WorkloadCatalog.Named("handoff64").NanosecondsPerOperation(1000, 100, processors: 2));
        Assert.Equal(10, WorkloadCatalog.Named("pair64").NanosecondsPerOperation(1000, 100, processors: 2));
    }
}
