using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Slabwise.Analyzers.Survey.Driver;

/// <summary>The generator against one that does nothing. In process: a project of its own would build against other packages.</summary>
internal static class DriverCommand
{
    public static void Run() => BenchmarkRunner.Run<DriverBenchmarks>(
        DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "slabwise-driver")));
}
