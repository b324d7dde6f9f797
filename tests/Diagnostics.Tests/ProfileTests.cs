using System.Diagnostics;
using System.Globalization;
using Slabwise.Probe;
using Xunit;

namespace Slabwise.Diagnostics.Tests;

public sealed class ProfileTests : IClassFixture<ProfileTests.KnownProgram>
{
    private readonly KnownProgram _program;

    public ProfileTests(KnownProgram program) => _program = program;

    // 1,560 samples of structs and of objects come from half of the stretches, the others from 1,200 samples or from every block: five standard deviations.
    [Theory]
    [InlineData("Profiled.HoldStructs", "Slabwise.Probe.Checked64", (long)Profiled.Structs * Profiled.StructBytes, 0.2)]
    [InlineData("Profiled.HoldBlocks", "heap 5120", (long)Profiled.Blocks * Profiled.BlockClass, 0.15)]
    [InlineData("Profiled.HoldLarge", "heap large", (long)Profiled.LargeBlocks * Profiled.LargeBytes, 0.01)]
    [InlineData("Profiled.HoldObjects", "Slabwise.Probe.Item", (long)Profiled.Objects * Profiled.ObjectBytes, 0.2)]
    public void TheRightFunctionHoldsTheRightBytes(string function, string pool, long bytes, double error)
    {
        PprofFile live = _program.Read("live");
        Assert.InRange(live.Sum("inuse_space", function, pool), bytes * (1 - error), bytes * (1 + error));
        Assert.Equal(live.Sum("inuse_space", function, pool), live.Sum("alloc_space", function, pool));
        Assert.InRange(live.Sum("inuse_objects", function, pool), 1, bytes);
    }

    [Fact]
    public void WhatWasReturnedIsCumulativeOnly()
    {
        PprofFile after = _program.Read("after");
        Assert.Equal(0, after.Sum("inuse_space", "Profiled.HoldStructs", "Slabwise.Probe.Checked64"));
        Assert.Equal(0, after.Sum("inuse_space", "Profiled.HoldBlocks", "heap 5120"));
        Assert.Equal(0, after.Sum("inuse_space", "Profiled.HoldLarge", "heap large"));
        Assert.Equal(0, after.Sum("inuse_space", "Profiled.HoldObjects", "Slabwise.Probe.Item"));
        Assert.True(after.Sum("alloc_space", "Profiled.HoldStructs", "Slabwise.Probe.Checked64") > 0);
    }

    [Fact]
    public void BatchesAreCountedWhole()
    {
        const long bytes = 100 * 1_000 * 64;
        long sum = _program.Read("live").Sum("alloc_space", "Profiled.RentAndReturn", "Slabwise.Probe.Unchecked64");
        Assert.InRange(sum, bytes * 0.8, bytes * 1.2);
    }

    [Fact]
    public void TheProfileSaysWhatItIs()
    {
        PprofFile live = _program.Read("live");
        Assert.Equal(["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"], live.Types);
        Assert.Equal("inuse_space", live.DefaultType);
        Assert.Equal(Profiled.SampleBytes, live.Period);
        Assert.All(live.Stacks, stack => Assert.EndsWith("<Main>$", stack[^1], StringComparison.Ordinal));
    }

    [Fact]
    public void FoldedStacksHaveTheSameBytes()
    {
        long folded = File.ReadLines(_program.PathOf("live.folded"))
            .Where(line => line.Contains("Profiled.HoldBlocks ", StringComparison.Ordinal))
            .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        Assert.Equal(_program.Read("live").Sum("inuse_space", "Profiled.HoldBlocks", "heap 5120"), folded);
        Assert.Empty(File.ReadLines(_program.PathOf("after.folded")));
        Assert.NotEmpty(File.ReadLines(_program.PathOf("after.cumulative.folded")));
    }

    [Fact]
    public void GoReadsIt()
    {
        Assert.SkipUnless(IsInstalled("go"), "go is not installed (Debian's golang-go)");
        var start = new ProcessStartInfo("go", ["tool", "pprof", "-top", "-nodecount=10", _program.PathOf("live.pb.gz")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process go = Process.Start(start)!;
        _ = go.StandardError.ReadToEndAsync();
        string top = go.StandardOutput.ReadToEnd();
        Assert.True(go.WaitForExit(TimeSpan.FromMinutes(5)));
        Assert.Equal(0, go.ExitCode);
        Assert.Contains("Type: inuse_space", top, StringComparison.Ordinal);
        foreach (string function in (string[])["HoldStructs", "HoldBlocks", "HoldLarge", "HoldObjects"]) Assert.Contains("Slabwise.Probe.Profiled." + function, top, StringComparison.Ordinal);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));

    public sealed class KnownProgram : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("slabwise-profile");

        public KnownProgram()
        {
            using var probe = new ProbeService("profile " + _directory.FullName);
            probe.WaitForEnd();
        }

        internal PprofFile Read(string name) => PprofFile.Read(PathOf(name + ".pb.gz"));

        public string PathOf(string file) => Path.Combine(_directory.FullName, file);

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
