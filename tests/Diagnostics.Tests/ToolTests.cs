using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Slabwise.Diagnostics.Tests;

public sealed class ToolTests : IClassFixture<ToolTests.Running>
{
    private readonly int _id;

    public ToolTests(Running running) => _id = running.Probe.Id;

    [Theory]
    [InlineData("stats", "Slabwise.Probe.Checked64")]
    [InlineData("slabinfo", "slabinfo - version: 2.1")]
    [InlineData("purge", "purged ")]
    public void AReportIsWritten(string command, string expected)
    {
        ToolRun run = ToolRun.Of(command, _id);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void StatsAreJsonWhereAskedFor()
    {
        using JsonDocument json = JsonDocument.Parse(ToolRun.Of("stats", _id, "--json").Output);
        Assert.True(json.RootElement.GetProperty("totals").GetProperty("allocatedBytes").GetInt64() > 0);
    }

    [Fact]
    public void TheDoctorLooksTwice() => Assert.StartsWith("slabwise doctor", ToolRun.Of("doctor", _id, "--seconds", 1).Output, StringComparison.Ordinal);

    [Fact]
    public void WatchShowsThePools()
    {
        ToolRun run = ToolRun.Of("watch", _id, "--count", 2, "--interval", 0.2);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("allocated", run.Output, StringComparison.Ordinal);
        Assert.Contains("heap 5120", run.Output, StringComparison.Ordinal);
        Assert.Contains("Slabwise.Probe.Checked64 ", run.Output, StringComparison.Ordinal);    // whole, although a pipe is 80 columns wide by default
    }

    [Fact]
    public void WatchEndsOnceNobodyReadsIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process is stopped by a signal");
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{ToolRun.CommandLine} watch {_id} --interval 0.1 | head -n 1"]) { RedirectStandardOutput = true })!;
        Assert.True(shell.WaitForExit(TimeSpan.FromMinutes(2)), "it goes on");
    }

    [Fact]
    public void AWatchSaysThatItsProcessIsGone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process is stopped by a signal");
        using ProbeService probe = new();
        ToolRun run = ToolRun.Meanwhile("fragmented", probe.KillWhileAsked, "watch", probe.Id, "--interval", 0.1);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(run.Error.Trim(), new[] { $"slabwise: the process {probe.Id} has ended", $"slabwise: there is no process {probe.Id}" });
    }

    [Fact]
    public void AnInterruptedWatchIsDone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process is stopped by a signal");
        ToolRun run = ToolRun.Interrupted("fragmented", "watch", _id, "--interval", 0.1);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void AnInterruptedProfileEndsItsSamplingAndLeavesNoFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process is stopped by a signal");
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.Equal(130, ToolRun.Interrupted("started", "profile", _id, "-o", file, "--seconds", 600).ExitCode);
        Assert.False(File.Exists(file));
        Assert.StartsWith("started", ToolRun.Of("profile", _id, "-o", "/dev/null", "--seconds", 1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsToldBeforeTheSampling()
    {
        ToolRun run = ToolRun.Of("profile", _id, "-o", "/nonexistent/heap.pb.gz", "--seconds", 60);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("/nonexistent/heap.pb.gz", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'abc' is no process's number", "stats", "abc")]
    [InlineData("'0' is no process's number", "purge", "0")]
    [InlineData("--seconds takes a number from 1 to 3600, not '-1'", "profile", "1", "-o", "x", "-s", "-1")]
    [InlineData("--seconds takes a number from 1 to 3600, not '0'", "doctor", "1", "-s", "0")]
    [InlineData("--interval takes a number from 0.1 to 3600, not 'NaN'", "watch", "1", "-i", "NaN")]
    [InlineData("--count takes a number from 0 to 2147483647, not '-1'", "watch", "1", "-n", "-1")]
    [InlineData("--sample-bytes takes a number from 1 to", "profile", "1", "-o", "x", "--sample-bytes", "0")]
    [InlineData("one of --json, --malloc-info at a time", "stats", "1", "--json", "--malloc-info")]
    [InlineData("'stast' is no command or option here", "stast")]
    public void WhatDoesNotFitIsNamedAndIsUsage(string said, params string[] arguments)
    {
        ToolRun run = ToolRun.Of([.. arguments]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help` says what there is.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void HelpNamesTheArgumentAndNotWhatRuns() => Assert.Contains("stats <PID>", ToolRun.Of("--help").Output, StringComparison.Ordinal);

    [Fact]
    public void PsListsTheProcess() =>
        Assert.Contains(ToolRun.Of("ps").Output.Split('\n'), line => line.TrimStart().StartsWith(_id.ToString(CultureInfo.InvariantCulture) + " ", StringComparison.Ordinal) && line.Contains("Slabwise ", StringComparison.Ordinal) && line.Contains("Probe", StringComparison.Ordinal));

    [Fact]
    public void AProfileIsWrittenAndSamplingEndsWithIt()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("slabwise-tool");
        try
        {
            string file = Path.Combine(directory.FullName, "heap.pb.gz");
            ToolRun run = ToolRun.Of("profile", _id, "-o", file, "--seconds", 1, "--sample-bytes", 64);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.StartsWith("started", run.Output, StringComparison.Ordinal);
            Assert.Equal("inuse_space", PprofFile.Read(file).DefaultType);
            Assert.StartsWith("started", ToolRun.Of("profile", _id, "-o", file + ".folded", "--seconds", 1).Output, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void NoSuchProcessIsSaid()
    {
        ToolRun run = ToolRun.Of("stats", int.MaxValue);
        Assert.Equal((3, $"slabwise: there is no process {int.MaxValue}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void AProcessThatIsNotDotNetIsSaid()
    {
        using Process sleep = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        try
        {
            ToolRun run = ToolRun.Of("stats", sleep.Id);
            Assert.Equal(5, run.ExitCode);
            Assert.Contains("is not a .NET process", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            sleep.Kill();
            sleep.WaitForExit();
        }
    }

    [Fact]
    public void AProcessWithoutPoolsIsSaid()
    {
        using var idle = new ProbeService("idle");
        ToolRun run = ToolRun.Of("stats", idle.Id);
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("has not used a Slabwise pool yet", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -F _slabwise slabwise")]
    [InlineData("zsh", "compdef _slabwise slabwise")]
    [InlineData("fish", "complete -c slabwise")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void AShellGetsItsScript(string shell, string expected) => Assert.Contains(expected, ToolRun.Of("completion", shell).Output, StringComparison.Ordinal);

    [Fact]
    public void TheToolSaysWhatCompletes()
    {
        string[] words = ToolRun.Of("[suggest:0]", "").Output.Split('\n');
        Assert.Contains("doctor", words);
        if (!OperatingSystem.IsWindows()) Assert.DoesNotContain("/?", words);
    }

    public sealed class Running : IDisposable
    {
        internal ProbeService Probe { get; } = new();

        public void Dispose() => Probe.Dispose();
    }
}
