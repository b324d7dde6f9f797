using System.Net;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using Xunit;

namespace Slabwise.Diagnostics.Tests;

[SizeClassPooled]
public partial struct Exported
{
    public long A, B;
}

public sealed class OtlpTests
{
    [Fact]
    public async Task OpenTelemetryExportsTheMeterToACollector()
    {
        Pooled<Exported> held = Exported.Rent();
        using var collector = new HttpListener();
        string address = Listen(collector);
        var received = new TaskCompletionSource<byte[]>();
        _ = Serve(collector, received);
        MeterProvider provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("Slabwise")
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = new Uri(address + "v1/metrics");
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 250;
            })
            .Build();
        string body;
        try
        {
            body = Encoding.UTF8.GetString(await received.Task.WaitAsync(EventSession.Patience));
        }
        finally
        {
            provider.Dispose();
            Exported.Return(held);
        }

        // Protobuf keeps text as it is.
        foreach (string expected in (string[])["Slabwise", "slabwise.memory_pool.live", "slabwise.memory_pool.owner", typeof(Exported).FullName!, "slabwise.process.footprint"])
            Assert.Contains(expected, body, StringComparison.Ordinal);
    }

    private static string Listen(HttpListener listener)
    {
        for (int tries = 0; ; tries++)
        {
            string prefix = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            listener.Prefixes.Clear();
            listener.Prefixes.Add(prefix);
            try
            {
                listener.Start();
                return prefix;
            }
            catch (HttpListenerException) when (tries < 20)
            {
                // taken by somebody else
            }
        }
    }

    // The first exports may come before the meter is there; all are answered, the last one at the provider's end too.
    private static async Task Serve(HttpListener listener, TaskCompletionSource<byte[]> found)
    {
        while (true)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            context.Response.StatusCode = 200;
            context.Response.Close();
            if (Encoding.UTF8.GetString(body.ToArray()).Contains(typeof(Exported).FullName!, StringComparison.Ordinal)) found.TrySetResult(body.ToArray());
        }
    }
}
