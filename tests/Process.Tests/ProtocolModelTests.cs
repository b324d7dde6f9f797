using System.Diagnostics;
using Xunit;

namespace Slabwise.Process.Tests;

/// <summary>Runs the models of tests/Models through spin: every order of steps of a few threads.</summary>
/// <remarks>Each model also runs with its protocol broken on purpose: then an error must be found, or the model could not fail.</remarks>
public class ProtocolModelTests
{
    private static readonly string Models = Path.Combine(AppContext.BaseDirectory, "Models");

    [Theory]
    [InlineData("remote-free.pml")]
    [InlineData("remote-free.pml", "-DTHREADS=2", "-DSLOTS=3")]
    [InlineData("remote-free.pml", "-DTHREADS=2", "-DSLABS=2")]
    [InlineData("transfer.pml")]
    [InlineData("hand-floor.pml")]
    [InlineData("hand-floor.pml", "-DWEAK")]
    [InlineData("hand-floor.pml", "-DSTEPS=4", "-DCAPACITY=4", "-DSLOTS=4", "-DROUNDS=3")]
    public void ModelHoldsInEveryOrderOfSteps(string model, params string[] definitions)
    {
        string verdict = Verify(model, definitions);
        Assert.Contains("errors: 0", verdict, StringComparison.Ordinal);
        Assert.DoesNotContain("max search depth too small", verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remote-free.pml", "-DBROKEN_ABANDON")]
    [InlineData("remote-free.pml", "-DBROKEN_CLAIM")]
    [InlineData("remote-free.pml", "-DBROKEN_PUSH")]
    [InlineData("transfer.pml", "-DUNTAGGED")]
    [InlineData("hand-floor.pml", "-DBROKEN_RECHECK")]
    [InlineData("hand-floor.pml", "-DBROKEN_MARGIN")]
    [InlineData("hand-floor.pml", "-DBROKEN_BUSY")]
    [InlineData("hand-floor.pml", "-DBROKEN_WAIT")]
    [InlineData("hand-floor.pml", "-DBROKEN_FENCE")]
    [InlineData("hand-floor.pml", "-DBROKEN_LOOK")]
    [InlineData("hand-floor.pml", "-DBROKEN_GATE")]
    [InlineData("hand-floor.pml", "-DBROKEN_ORDER", "-DWEAK")]
    public void BrokenProtocolIsFound(string model, params string[] definitions) =>
        Assert.Contains("assertion violated", Verify(model, definitions), StringComparison.Ordinal);

    private static string Verify(string model, string[] definitions)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && IsInstalled("spin"), "needs spin, the model checker (Debian's package spin)");
        Assert.SkipUnless(IsInstalled("gcc"), "needs gcc, which compiles what spin writes");
        string folder = Directory.CreateTempSubdirectory("slabwise-model-").FullName;
        try
        {
            File.Copy(Path.Combine(Models, model), Path.Combine(folder, model));
            Run(folder, "spin", ["-a", .. definitions, model]);
            Run(folder, "gcc", ["-O2", "-w", "-DSAFETY", "-DCOLLAPSE", "-o", "pan", "pan.c"]);
            return Run(folder, Path.Combine(folder, "pan"), ["-m1000000"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Run(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output + error.Result;
    }
}
