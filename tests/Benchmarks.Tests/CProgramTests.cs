using System.Diagnostics;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Tests;

public sealed class CProgramTests
{
    [Fact]
    public void It_knows_every_loop_that_a_library_is_asked_for_and_no_other()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C program runs on Linux only.");
        (string? path, string? problem) = CProgram.Build();
        Assert.SkipWhen(problem == CProgram.MissingCompiler, "No C compiler.");
        Assert.Null(problem);
        Allocator c = AllocatorCatalog.Named("c:glibc", AllocatorCatalog.All);
        string[] asked = [.. WorkloadCatalog.All.Where(c.Runs).Select(c.LoopOf).Distinct().Order()];

        // Asked for a loop that it has not, it names those that it has.
        using Process process = Process.Start(new ProcessStartInfo(path!, ["nothing"]) { RedirectStandardError = true })!;
        string refusal = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(2, process.ExitCode);
        Assert.Equal(asked, refusal.TrimEnd().Split("known: ")[1].Split(' ').Order());
    }

    [Fact]
    public void A_crowd_draws_the_same_numbers_on_both_sides()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C program runs on Linux only.");
        (string? path, string? problem) = CProgram.Build();
        Assert.SkipWhen(problem == CProgram.MissingCompiler, "No C compiler.");
        Allocator dotNet = AllocatorCatalog.Named("glibc", AllocatorCatalog.All) with { Source = "native" };
        Workload crowd = WorkloadCatalog.Named("crowd2");

        // A member's own steps decide how often it rents; what the neighbour does changes nothing.
        long[] rents = [.. ((Allocator[])[dotNet, AllocatorCatalog.Named("c:glibc", AllocatorCatalog.All)]).Select(a =>
        {
            using BenchChild child = BenchChild.Start(a, crowd, path);
            child.WaitUntilReady();
            return child.Round(20_000).Operations;
        })];

        Assert.InRange(rents[0], 18_000, 22_000);
        Assert.Equal(rents[0], rents[1]);
    }
}
