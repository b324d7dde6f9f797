using Xunit;

namespace Slabwise.Process.Tests;

public class LimitTests
{
    [Fact]
    public void ShortAddressSpaceFallsBackToASlabTable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit -v bounds address space on Linux");

        // Of these 2 GB the runtime takes most for its own heap and the C library 64 MiB a thread: both are told to be modest,
        // or thread creation fails now and then, with us or without.
        ProbeRun run = ProbeRun.StartInShell("ulimit -v 2000000;", "use", ("DOTNET_GCHeapHardLimit", "0x8000000"), ("MALLOC_ARENA_MAX", "1"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("rented 0", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("structs")]
    [InlineData("small")]
    [InlineData("large")]
    [InlineData("classes")]
    [InlineData("arrays")]
    public void UsedUpAddressSpaceEndsInAnExceptionAndIsOver(string what)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit -v bounds address space on Linux");

        // A method that is compiled while nothing is left ends the runtime, where it maps code a second time for writing, ours or not:
        // everything is compiled once, in the round before, and not again behind it.
        ProbeRun run = ProbeRun.StartInShell(
            "ulimit -v 2000000;",
            $"exhaust {what}",
            ("DOTNET_GCHeapHardLimit", "0x8000000"),
            ("MALLOC_ARENA_MAX", "1"),
            ("DOTNET_EnableWriteXorExecute", "0"),
            ("DOTNET_TieredCompilation", "0"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains($"{what} go on", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("structs", "reserve:auto")]
    [InlineData("small", "reserve:auto")]
    [InlineData("large", "reserve:auto")]
    [InlineData("structs", "reserve:off")]
    [InlineData("small", "reserve:off")]
    [InlineData("large", "reserve:off")]
    public void HardLimitEndsInAnExceptionThatNamesItAndIsOver(string what, string reserve)
    {
        ProbeRun run = ProbeRun.StartInShell("", $"exhaust {what}", ("SLABWISE_CONF", $"hard_limit:33554432,{reserve}"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("hard limit of 33,554,432 bytes", run.Output, StringComparison.Ordinal);
        Assert.Contains("hard_limit", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{what} go on", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OneCpuByAffinityRuns(int cpu)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.ProcessorCount > cpu, "needs Linux and that CPU");
        ProbeRun run = ProbeRun.StartInShell($"taskset -c {cpu}", "use");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("rented 0", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rseq:off", "caches portable (switched off by the option rseq)")]
    [InlineData("reserve:off", "slabwise: caches ")]
    [InlineData("max_cached:4", "slabwise: caches ")]
    public void SettingsOfTheEnvironmentApply(string conf, string expected)
    {
        ProbeRun run = ProbeRun.Start("use", ("SLABWISE_CONF", conf));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void NonsenseInTheEnvironmentIsReportedOnceAndIgnored()
    {
        ProbeRun run = ProbeRun.Start("use", ("SLABWISE_CONF", "rseq:maybe,frobnicate:1"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("'rseq:maybe' is ignored; rseq takes auto or off", run.Error, StringComparison.Ordinal);
        Assert.Contains("'frobnicate:1' is ignored", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void GuardsThatCannotBeHadAreReportedAndIgnored()
    {
        ProbeRun run = ProbeRun.Start("guards", ("SLABWISE_CONF", "reserve:off,guard_bytes:4096"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("slabwise: SLABWISE_CONF: 'guard_bytes:4096' is ignored; guarded blocks need address space that can be reserved and closed.", run.Error.Trim());
        Assert.Contains("guards 0", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void GuardsOfTheEnvironmentBeginWithTheFirstPool()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs address space that can be closed");
        ProbeRun run = ProbeRun.Start("guards", ("SLABWISE_CONF", "guard_bytes:4096"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("guards 4096", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("unsampled", "samples 0, guards 4096")]
    [InlineData("unguarded", "samples 8192, guards 0")]
    public void WhatCodeSwitchedOffTheEnvironmentDoesNotSwitchOn(string probe, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs address space that can be closed");
        ProbeRun run = ProbeRun.Start(probe, ("SLABWISE_CONF", "sample_bytes:8192,guard_bytes:4096"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void RseqSwitchedOffInTheCLibraryIsAReason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "glibc tunables");
        ProbeRun run = ProbeRun.Start("use", ("GLIBC_TUNABLES", "glibc.pthread.rseq=0"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("caches portable (", run.Output, StringComparison.Ordinal);
    }
}
