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

    // A member's own steps decide how often it rents in a crowd; what the neighbour does changes nothing. Scenes tell the blocks of each act.
    [Theory]
    [InlineData("crowd2", 20_000, 1, 18_000, 22_000)]
    [InlineData("spike", 8_192, 3, 45_000, 65_000)]
    [InlineData("spike2", 8_192, 3, 45_000, 65_000)]
    [InlineData("pinned", 4_096, 3, 20_000, 34_000)]
    [InlineData("holes", 10_000, 3, 12_000, 12_600)]
    [InlineData("edge", 1_000, 1, 1_000, 1_000)]
    [InlineData("edge-sweep", 10, 40, 400, 400)]
    public void Both_sides_do_the_same_work(string workload, long operations, int rounds, long least, long most)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C program runs on Linux only.");
        (string? path, string? problem) = CProgram.Build();
        Assert.SkipWhen(problem == CProgram.MissingCompiler, "No C compiler.");

        long[][] done = [.. ((string[])["glibc", "c:glibc"]).Select(name =>
        {
            using BenchChild child = BenchChild.Start(AllocatorCatalog.Named(name, AllocatorCatalog.All), WorkloadCatalog.Named(workload), path);
            child.WaitUntilReady();
            return Enumerable.Range(0, rounds).Select(_ => child.Round(operations).Operations).ToArray();
        })];

        Assert.Equal(done[0], done[1]);
        Assert.InRange(done[0].Sum(), least, most);
    }
}
