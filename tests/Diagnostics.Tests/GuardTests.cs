using System.Diagnostics;
using Xunit;

namespace Slabwise.Diagnostics.Tests;

public sealed class GuardTests
{
    private const string Allocated = "allocated\n      at Slabwise.Probe.Guarded.Allocate\n", Freed = "freed\n      at Slabwise.Probe.Guarded.Release\n";

    [Fact]
    public void GuardedBlocksServeAsOthersDo() => Assert.Equal(0, Misuse("none").ExitCode);

    [Fact]
    public void ATouchBeyondTheEndNamesPoolAndOwnerAndEndsTheProcess()
    {
        (int exitCode, string said) = Misuse("overflow");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("slabwise: a touch beyond the end or before the start of a block of 2048 bytes", said, StringComparison.Ordinal);
        Assert.Contains("of the pool heap 2048", said, StringComparison.Ordinal);
        Assert.Contains(Allocated, said, StringComparison.Ordinal);
        Assert.Contains("Slabwise.Probe.Guarded.Touch", said, StringComparison.Ordinal);    // the runtime's part of the report
    }

    [Fact]
    public void ATouchAfterTheFreeNamesBothStacks()
    {
        (int exitCode, string said) = Misuse("after-free");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("slabwise: a touch after the free of", said, StringComparison.Ordinal);
        Assert.Contains(Allocated, said, StringComparison.Ordinal);
        Assert.Contains(Freed, said, StringComparison.Ordinal);
        Assert.Contains("Slabwise.Probe.Guarded.Touch", said, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesWrittenBesideTheBlockAreFoundAtItsFree()
    {
        (int exitCode, string said) = Misuse("underflow");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("byte -1 was found overwritten", said, StringComparison.Ordinal);
        Assert.Contains(Allocated, said, StringComparison.Ordinal);
        Assert.Contains("this free\n      at Slabwise.Probe.Guarded.Release", said, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecondFreeThrowsWithTheStacks()
    {
        (int exitCode, string said) = Misuse("twice");
        Assert.Equal(7, exitCode);
        Assert.Contains("a second free of", said, StringComparison.Ordinal);
        Assert.Contains(Freed, said, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Said) Misuse(string how)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "the fault handler is for x64 Linux");
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "Slabwise.Probe.dll"), "guard", how]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        string said = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)));
        return (process.ExitCode, said);
    }
}
