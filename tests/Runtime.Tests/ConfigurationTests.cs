using Slabwise.Diagnostics;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class ConfigurationTests
{
    private struct Any { public int A; }

    [Fact]
    public void KnownKeysAreApplied()
    {
        Configuration conf = Configuration.Parse("rseq:off, reserve:auto ,max_cached:256", "test");
        Assert.False(conf.Rseq);
        Assert.True(conf.Reserve);
        Assert.Equal(256, conf.MaxCached);
        Assert.Empty(conf.Problems);
    }

    [Theory]
    [InlineData("rseq")]
    [InlineData("rseq:on")]
    [InlineData("reserve:7")]
    [InlineData("max_cached:-1")]
    [InlineData("max_cached:65537")]
    [InlineData("max_cached:many")]
    [InlineData("dirty:1")]
    [InlineData("guard_bytes:-1")]
    [InlineData("guard_bytes:8M")]
    [InlineData(":")]
    public void NonsenseIsReportedAndIgnored(string text)
    {
        Configuration conf = Configuration.Parse(text, "SLABWISE_CONF");
        string problem = Assert.Single(conf.Problems);
        Assert.StartsWith("SLABWISE_CONF: '" + text + "' is ignored; ", problem, StringComparison.Ordinal);
        Assert.True(conf.Rseq);
        Assert.Equal(0, conf.MaxCached);
    }

    [Fact]
    public void BytesOfSamplesAndGuardsAreRead()
    {
        Configuration conf = Configuration.Parse("sample_bytes:524288,guard_bytes:8388608", "test");
        Assert.Equal((524_288, 8_388_608), (conf.SampleBytes, conf.GuardBytes));
        Assert.Empty(conf.Problems);
    }

    [Fact]
    public void OneBadPairLeavesTheOthers()
    {
        Configuration conf = Configuration.Parse("nonsense:1,max_cached:9", "test");
        Assert.Equal(9, conf.MaxCached);
        Assert.Single(conf.Problems);
    }

    [Fact]
    public void OptionsAreFrozenByTheFirstPool()
    {
        StructPool<Any>.Shared.Rent().Dispose();
        Assert.True(SlabwiseOptions.IsFrozen);
        Assert.Throws<InvalidOperationException>(() => SlabwiseOptions.RestartableSequences = false);
        Assert.Throws<InvalidOperationException>(() => SlabwiseOptions.MaxCached = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => SlabwiseOptions.MaxCached = -1);
    }

    [Fact]
    public void StatisticsSayWhichPathRunsAndWhy()
    {
        SlabwiseStatistics now = SlabwiseStatistics.Capture();
        Assert.Contains(now.CachePath, (string[])["rseq", "portable"]);
        Assert.Equal(now.CachePath == "rseq", now.CachePathReason.Length == 0);
        if (!SlabwiseOptions.RestartableSequences) Assert.Contains("switched off", now.CachePathReason, StringComparison.Ordinal);
        Assert.Contains(now.CachePath, now.ToString(), StringComparison.Ordinal);
    }
}
