using Xunit;

namespace Slabwise.Process.Tests;

/// <summary>Profile and guards switched on and off while threads rent, return and hand over: nothing is lost or damaged, and nothing stays live.</summary>
/// <remarks>In a process of its own, since sampling is the whole process's. The four pools are those of <c>tests/Probe/SampledCrowd.cs</c>, and the heap.</remarks>
public class SamplingStressTests
{
    [Theory]
    [InlineData("rseq:auto")]
    [InlineData("rseq:off")]
    [InlineData("reserve:off")]
    public void CountsAndLiveSamplesComeBackToNothing(string conf)
    {
        ProbeRun run = ProbeRun.Start("sampled 3", ("SLABWISE_CONF", conf));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public void SamplesOfKnownStacksAllocateNothing()
    {
        ProbeRun run = ProbeRun.Start("sampled-bytes");
        Assert.SkipWhen(run.Output.StartsWith("no numbers", StringComparison.Ordinal), "stacks have no numbers here");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }
}
