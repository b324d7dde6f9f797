using Microsoft.Extensions.Options;
using Slabwise.AspNetCore.Settings;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("MaxCached", "many", "a whole number from 0 to 65,536")]
    [InlineData("MaxCached", "65537", "a whole number from 0 to 65,536")]
    [InlineData("MaxCached", "", "a whole number from 0 to 65,536")]
    [InlineData("DirtyDecayMilliseconds", "-2", "a whole number from -1 to 86,400,000")]
    [InlineData("HardLimitBytes", "2 GiB", "a whole number from 0 on")]
    [InlineData("HugePages", "Sometimes", "one of Default, Always, Never")]
    [InlineData("HugePages", "1", "one of Default, Always, Never")]
    [InlineData("NumaAware", "auto", "true or false")]
    [InlineData("MemoryPool:Size", "1", "'Slabwise:MemoryPool' is a section")]
    [InlineData("HardLimit", "1", "'Slabwise:HardLimit' is no setting of Slabwise; the settings are ")]
    public void WhatDoesNotFitIsNamedWithWhatWould(string key, string value, string message)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => SectionReader.Apply(TestHost.Section((key, value)), new SlabwiseHostOptions()));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Slabwise:" + key.Split(':')[0], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllProblemsAreToldAtOnceAndNothingIsApplied()
    {
        var host = new SlabwiseHostOptions();
        var refused = Assert.Throws<OptionsValidationException>(() =>
            SectionReader.Apply(TestHost.Section(("ObjectPools", "false"), ("MaxCached", "x"), ("Nonsense", "1")), host));
        Assert.Equal(2, refused.Failures.Count());
        Assert.True(host.ObjectPools);
    }

    [Fact]
    public void ASectionThatIsAValueIsRefused()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => SectionReader.Apply(TestHost.Section(("", "on")), new SlabwiseHostOptions()));
        Assert.Contains("it takes keys such as", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHostsOwnSettingsAreRead()
    {
        var host = new SlabwiseHostOptions();
        SectionReader.Apply(TestHost.Section(("objectPools", "FALSE"), ("MaximumRetained", "17"), ("MemoryPool", "false")), host);
        Assert.False(host.ObjectPools);
        Assert.False(host.MemoryPool);
        Assert.Equal(17, host.MaximumRetained);
    }

    [Fact]
    public void AfterTheFirstPoolOnlyWhatMayChangeChanges()
    {
        Ticket.Return(Ticket.Rent());
        int decay = SlabwiseControl.DirtyDecayMilliseconds;
        try
        {
            SectionReader.Apply(TestHost.Section(("DirtyDecayMilliseconds", "12345"), ("MaxCached", SlabwiseOptions.MaxCached.ToString())), new SlabwiseHostOptions());
            Assert.Equal(12345, SlabwiseControl.DirtyDecayMilliseconds);
            var refused = Assert.Throws<OptionsValidationException>(() => SectionReader.Apply(TestHost.Section(("MaxCached", "99")), new SlabwiseHostOptions()));
            Assert.Contains("'Slabwise:MaxCached' comes too late", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            SlabwiseControl.DirtyDecayMilliseconds = decay;
        }
    }
}
