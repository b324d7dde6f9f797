using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class ProfileTests
{
    // A frame is an object in an array, and up to 200 of a stack are shown; how deep the host's own stacks are that happen to be sampled nobody knows.
    private const int DeepestTree = 2 * 200 + 8;

    [Fact]
    public async Task ARecordingFindsWhoAllocates()
    {
        await using TestHost host = await TestHost.Start();
        using var load = new TicketLoad();
        Task<HttpResponseMessage> recording = host.Get("flamegraph?kind=cumulative&seconds=5");
        for (int wait = 0; wait < 100 && SlabwiseControl.SampleBytes == 0 && !recording.IsCompleted; wait++) await Task.Delay(20);

        // Meanwhile there is no second one, but what there is can be read.
        using HttpResponseMessage second = await host.Get("pprof/heap?seconds=1");
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        using HttpResponseMessage present = await host.Get("flamegraph");
        Assert.Equal(HttpStatusCode.OK, present.StatusCode);

        using HttpResponseMessage answer = await recording;
        string text = await answer.Content.ReadAsStringAsync();
        using JsonDocument tree = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestTree });
        JsonElement root = tree.RootElement.GetProperty("root");
        Assert.True(root.GetProperty("value").GetInt64() > 0, text);
        Assert.Contains(nameof(TicketLoad), text, StringComparison.Ordinal);
        Assert.Contains($"pool {typeof(Ticket).FullName}", text, StringComparison.Ordinal);
        Assert.True(SumOfChildren(root) <= root.GetProperty("value").GetInt64());
        Assert.Equal(0, SlabwiseControl.SampleBytes);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task ThePprofFileIsGzipped()
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get("pprof/heap");
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        using var unzipped = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var profile = new MemoryStream();
        await unzipped.CopyToAsync(profile);
        Assert.True(profile.Length > 0);
    }

    private static long SumOfChildren(JsonElement node) => node.GetProperty("children").EnumerateArray().Sum(child => child.GetProperty("value").GetInt64());

    private sealed class TicketLoad : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _isOver;

        public TicketLoad()
        {
            _thread = new Thread(Work) { IsBackground = true };
            _thread.Start();
        }

        public void Dispose()
        {
            _isOver = true;
            _thread.Join();
        }

        private void Work()
        {
            var held = new Pooled<Ticket>[10_000];
            while (!_isOver)
            {
                for (int at = 0; at < held.Length; at++) held[at] = Ticket.Rent();
                foreach (Pooled<Ticket> handle in held) Ticket.Return(handle);
                Thread.Sleep(1);
            }
        }
    }
}
