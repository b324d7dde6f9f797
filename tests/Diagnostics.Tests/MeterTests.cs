using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Xunit;

namespace Slabwise.Diagnostics.Tests;

public sealed class MeterTests
{
    private const int Collect = 2;    // the runtime's keyword for time series

    [Fact]
    public void AToolCollectsTheMeterFromOutside()
    {
        using var probe = new ProbeService();
        var provider = new EventPipeProvider("System.Diagnostics.Metrics", EventLevel.Informational, Collect, new Dictionary<string, string>
        {
            ["SessionId"] = "slabwise-test",
            ["Metrics"] = "Slabwise",
            ["RefreshInterval"] = "1",
            ["MaxTimeSeries"] = "1000",
            ["MaxHistograms"] = "10",
        });
        EventSession.Run(probe.Id, provider, received =>
        {
            if (received.EventName != "UpDownCounterRateValuePublished") return false;
            if ((string)received.PayloadByName("meterName") != "Slabwise" || (string)received.PayloadByName("instrumentName") != "slabwise.memory_pool.live") return false;
            string tags = (string)received.PayloadByName("tags");
            if (tags != "slabwise.memory_pool.owner=Slabwise.Probe.Checked64,slabwise.memory_pool.type=struct") return false;
            Assert.Equal("By", (string)received.PayloadByName("unit"));
            long live = long.Parse((string)received.PayloadByName("value"), CultureInfo.InvariantCulture);
            Assert.InRange(live, 64L * Probe.Service.Held, 64L * (Probe.Service.Held + 100));
            return true;
        });
    }
}
