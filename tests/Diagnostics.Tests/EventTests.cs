using System.Diagnostics.Tracing;
using System.Text.Json;
using Microsoft.Diagnostics.NETCore.Client;
using Xunit;

namespace Slabwise.Diagnostics.Tests;

public sealed class EventTests
{
    private static readonly EventPipeProvider Everything = new("Slabwise", EventLevel.Informational, (long)EventKeywords.All);

    [Fact]
    public void NewSlabsAreReportedWithTheirPool()
    {
        using var probe = new ProbeService();
        EventSession.Run(
            probe.Id,
            Everything,
            received => received.EventName == "SlabsCreated" && (string)received.PayloadByName("Pool") == "Slabwise.Probe.Unchecked64"
                && (long)received.PayloadByName("Slabs") > 0 && (long)received.PayloadByName("SlabBytes") > 0,
            () => probe.Do("grow"));
    }

    [Fact]
    public void ThePortablePathIsReportedToWhoComesLater()
    {
        using var probe = new ProbeService("serve", ("SLABWISE_CONF", "rseq:off"));
        EventSession.Run(probe.Id, Everything, received =>
            received.EventName == "PortablePath" && ((string)received.PayloadByName("Reason")).Contains("rseq", StringComparison.Ordinal));
    }

    [Fact]
    public void AnAnswerLongerThanAnEventComesWhole()
    {
        using var probe = new ProbeService();
        (string kind, string text) = EventSession.Ask(probe.Id, "stats-json");
        Assert.Equal("json", kind);
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement pool = json.RootElement.GetProperty("pools").EnumerateArray().Single(pool => pool.GetProperty("name").GetString() == "Slabwise.Probe.Checked64");
        Assert.InRange(pool.GetProperty("rented").GetInt64(), Probe.Service.Held, Probe.Service.Held + 100);
    }

    [Fact]
    public void APurgeGivesTheFreedPagesBack()
    {
        using var probe = new ProbeService();
        probe.Do("grow");
        (string kind, string text) = EventSession.Ask(probe.Id, "purge");
        Assert.Equal("text", kind);
        Assert.Matches("^purged [1-9][0-9,]* bytes; in use [0-9,]+ before and [0-9,]+ now$", text);
    }

    [Theory]
    [InlineData("stats", "Slabwise.Probe.Checked64")]
    [InlineData("slabinfo", "slabinfo - version: 2.1")]
    [InlineData("malloc-info", "<malloc")]
    [InlineData("doctor", "slabwise doctor")]
    public void ReportsComeOverEvents(string command, string expected)
    {
        using var probe = new ProbeService();
        (string kind, string text) = EventSession.Ask(probe.Id, command, ("seconds", "1"));
        Assert.NotEqual("error", kind);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fly", "", "There is no command fly.")]
    [InlineData("doctor", "soon", "seconds takes a number from 1 to 3600, not soon.")]
    public void WhatIsNotUnderstoodIsAnswered(string command, string seconds, string expected)
    {
        using var probe = new ProbeService();
        Assert.Equal(("error", expected), EventSession.Ask(probe.Id, command, ("seconds", seconds)));
    }
}
