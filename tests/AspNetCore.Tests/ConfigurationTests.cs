using System.Runtime.CompilerServices;
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
    [InlineData("MuzzyDecayMilliseconds", "86400001", "a whole number from -1 to 86,400,000")]
    [InlineData("SoftLimitBytes", "-2", "a whole number from -1 on")]
    [InlineData("CpuCacheBytes", "65535", "a whole number from 65,536 to 1,073,741,824")]
    [InlineData("SampleBytes", "-1", "a whole number from 0 on")]
    [InlineData("SampleBytes", "512k", "a whole number from 0 on")]
    [InlineData("GuardBytes", "0x800000", "a whole number from 0 on")]
    [InlineData("GuardBytes", null, "'Slabwise:GuardBytes' is null; it takes a whole number from 0 on")]
    [InlineData("MaximumRetained", "-1", "a whole number from 0 to 2,147,483,647")]
    [InlineData("RestartableSequences", "1", "true or false")]
    [InlineData("ReserveAddressSpace", "yes", "true or false")]
    [InlineData("ObjectPools", "off", "true or false")]
    [InlineData("HealthCheck", "on", "true or false")]
    [InlineData("HardLimit", "1", "'Slabwise:HardLimit' is no setting of Slabwise; the settings are ")]
    public void WhatDoesNotFitIsNamedWithWhatWould(string key, string? value, string message)
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
    public void SamplesAndGuardsAreSetAtAnyTime()
    {
        (long sample, long guard) = (SlabwiseControl.SampleBytes, SlabwiseControl.GuardBytes);
        try
        {
            SectionReader.Apply(TestHost.Section(("SampleBytes", "1048576"), ("GuardBytes", "8388608")), new SlabwiseHostOptions());
            Assert.Equal((1 << 20, 8 << 20), (SlabwiseControl.SampleBytes, SlabwiseControl.GuardBytes));
        }
        finally
        {
            (SlabwiseControl.SampleBytes, SlabwiseControl.GuardBytes) = (sample, guard);
        }
    }

    [Fact]
    public void EveryKeyOfTheCatalogIsInTheTableOfTheDocumentation()
    {
        string page = File.ReadAllText(PageOfDocumentation());
        Assert.All(SettingCatalog.For(new SlabwiseHostOptions()), setting => Assert.Contains($"| `{setting.Key}` |", page, StringComparison.Ordinal));
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

    private static string PageOfDocumentation([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "aspnetcore.md");
}
