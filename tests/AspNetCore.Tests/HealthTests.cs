using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Slabwise.AspNetCore.Health;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class HealthTests
{
    [Theory]
    [InlineData(0, 0, 0, HealthStatus.Healthy)]
    [InlineData(1 << 30, 0, 0, HealthStatus.Healthy)]
    [InlineData(100, 100, 0, HealthStatus.Healthy)]
    [InlineData(101, 100, 0, HealthStatus.Degraded)]
    [InlineData(799, 0, 1000, HealthStatus.Healthy)]
    [InlineData(800, 0, 1000, HealthStatus.Degraded)]
    [InlineData(949, 100, 1000, HealthStatus.Degraded)]
    [InlineData(950, 0, 1000, HealthStatus.Unhealthy)]
    [InlineData(5000, 0, 1000, HealthStatus.Unhealthy)]
    public void LimitsDecide(long use, long soft, long hard, HealthStatus expected)
    {
        HealthCheckResult result = LimitsHealthCheck.Judge(use, soft, hard);
        Assert.Equal(expected, result.Status);
        Assert.Equal(use, result.Data["useBytes"]);
    }

    [Fact]
    public async Task TheHostAsksIt()
    {
        await using TestHost host = await TestHost.Start(services: builder => builder.AddSlabwise());    // a second time: still one check
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        HealthReportEntry entry = report.Entries["slabwise"];
        Assert.Contains("Slabwise holds", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthThatIsMappedShowsItWithoutAnythingElse()
    {
        await using TestHost host = await TestHost.Start(pipeline: application => application.MapHealthChecks("/health"));
        Assert.Equal("Healthy", await host.Client.GetStringAsync("/health"));
        long hard = SlabwiseControl.HardLimitBytes;
        try
        {
            SlabwiseControl.HardLimitBytes = 1;
            using HttpResponseMessage answer = await host.Client.GetAsync("/health");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("Unhealthy", await answer.Content.ReadAsStringAsync());
        }
        finally
        {
            SlabwiseControl.HardLimitBytes = hard;
        }
    }

    [Fact]
    public void WhoSwitchesItOffHasNone()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Slabwise:HealthCheck", "false")]);
        builder.AddSlabwise();
        Assert.DoesNotContain(builder.Services, service => service.ServiceType == typeof(HealthCheckService));
    }
}
