using System.Buffers;
using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class HostTests
{
    private const string BlockPool = "Slabwise.AspNetCore.Kestrel.PinnedBlock";

    [Fact]
    public async Task KestrelRentsFromUs()
    {
        var seen = new MemoryPoolMetrics();
        await using TestHost host = await TestHost.Start();
        using MeterListener listener = seen.Listen();
        long before = seen.Read(listener, "aspnetcore.memory_pool.rented", "kestrel");
        for (int request = 0; request < 50; request++) await host.Client.GetStringAsync("/slabwise/slabinfo");
        long after = seen.Read(listener, "aspnetcore.memory_pool.rented", "kestrel");
        Assert.True(after - before >= 50 * 4096, $"{after - before} bytes were rented");
        Assert.True(seen.Read(listener, "aspnetcore.memory_pool.allocated", "kestrel") > 0);
        Assert.True(seen.Read(listener, "aspnetcore.memory_pool.pooled", "kestrel") >= 0);
        Assert.Contains(SlabwiseStatistics.Capture().Pools, pool => pool.Name == BlockPool && pool.Created > 0);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(1_000_000)]
    public async Task LargeBodiesTravelWholeBothWays(int bytes)
    {
        await using TestHost host = await TestHost.Start(pipeline: application => application.MapPost("/echo", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);

            WriteTwice(context.Response.BodyWriter, body.ToArray());
            await context.Response.BodyWriter.FlushAsync();
        }));
        byte[] sent = new byte[bytes];
        new Random(7).NextBytes(sent);
        using HttpResponseMessage answer = await host.Client.PostAsync("/echo", new ByteArrayContent(sent));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        byte[] received = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(sent.Concat(sent), received);

        // Once in a piece of our own size, once spread over many blocks: Kestrel sends those as a list of array segments.
        static void WriteTwice(IBufferWriter<byte> writer, byte[] body)
        {
            body.CopyTo(writer.GetSpan(body.Length));
            writer.Advance(body.Length);
            writer.Write(body);
        }
    }

    [Fact]
    public async Task BlocksAreArraysOfTheSizeThatKestrelAsksFor()
    {
        await using TestHost host = await TestHost.Start();
        MemoryPool<byte> pool = host.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create(new MemoryPoolOptions { Owner = "test" });
        IMemoryOwner<byte> block = pool.Rent();
        Assert.Equal(pool.MaxBufferSize, block.Memory.Length);
        Assert.True(MemoryMarshal.TryGetArray<byte>(block.Memory, out _));
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(block.Dispose);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(pool.MaxBufferSize + 1));
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
    }

    [Fact]
    public async Task IdleBlocksAreEvicted()
    {
        var seen = new MemoryPoolMetrics();
        await using TestHost host = await TestHost.Start();
        MemoryPool<byte> pool = host.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create(new MemoryPoolOptions { Owner = "kestrel" });
        using MeterListener listener = seen.Listen();
        IMemoryOwner<byte>[] blocks = [.. Enumerable.Range(0, 2000).Select(_ => pool.Rent())];
        foreach (IMemoryOwner<byte> block in blocks) block.Dispose();
        for (int wait = 0; wait < 600 && seen.Read(listener, "aspnetcore.memory_pool.evicted", "kestrel") < 1000 * 4096; wait++) await Task.Delay(100);
        Assert.True(seen.Read(listener, "aspnetcore.memory_pool.evicted", "kestrel") >= 1000 * 4096);
    }

    [Fact]
    public async Task ObjectPoolsAreOurs()
    {
        await using TestHost host = await TestHost.Start();
        var provider = host.Services.GetRequiredService<ObjectPoolProvider>();
        Assert.IsType<SlabObjectPool<List<int>>>(provider.Create<List<int>>());
        Assert.IsType<SlabObjectPool<System.Text.StringBuilder>>(provider.CreateStringBuilderPool());
    }

    [Fact]
    public async Task WhatIsNotWantedStaysTheFrameworks()
    {
        await using TestHost host = await TestHost.Start(services: builder =>
        {
            Assert.Contains(builder.Services, service => service.ServiceType == typeof(IMemoryPoolFactory<byte>) && service.ImplementationType?.Namespace == "Slabwise.AspNetCore.Kestrel");
        });
        WebApplicationBuilder plain = WebApplication.CreateSlimBuilder();
        plain.AddSlabwise(options => options.MemoryPool = options.ObjectPools = false);
        Assert.DoesNotContain(plain.Services, service => service.ImplementationType?.Namespace == "Slabwise.AspNetCore.Kestrel");
        Assert.DoesNotContain(plain.Services, service => service.ImplementationInstance is SlabObjectPoolProvider);
    }

    /// <summary>The last values of the documented meter.</summary>
    private sealed class MemoryPoolMetrics
    {
        private readonly Dictionary<(string Name, string Owner), long> _last = [];

        public MeterListener Listen()
        {
            var listener = new MeterListener
            {
                InstrumentPublished = (instrument, listening) =>
                {
                    if (instrument.Meter.Name == "Microsoft.AspNetCore.MemoryPool" && instrument.IsObservable) listening.EnableMeasurementEvents(instrument);
                },
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                string owner = "";
                foreach (KeyValuePair<string, object?> tag in tags)
                    if (tag.Key == "aspnetcore.memory_pool.owner") owner = (string)tag.Value!;
                lock (_last) _last[(instrument.Name, owner)] = Math.Max(value, _last.GetValueOrDefault((instrument.Name, owner)));
            });
            listener.Start();
            return listener;
        }

        public long Read(MeterListener listener, string name, string owner)
        {
            lock (_last) _last.Clear();
            listener.RecordObservableInstruments();
            lock (_last) return _last.GetValueOrDefault((name, owner));
        }
    }
}
