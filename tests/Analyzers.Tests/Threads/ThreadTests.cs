using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Threads;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Threads;

public sealed class ThreadTests
{
    [Theory]
    [InlineData("var arena = new Arena(); Task.Run(() => [|arena|].Alloc(8));")]
    [InlineData("var arena = new Arena(); Task.Run(() => { [|arena|].Alloc(8); arena.Alloc(9); });")]
    [InlineData("var arena = new Arena(); Task.Factory.StartNew(() => [|arena|].Alloc(8));")]
    [InlineData("var arena = new Arena(); new Thread(() => [|arena|].Alloc(8)).Start();")]
    [InlineData("var arena = new Arena(); ThreadPool.QueueUserWorkItem(_ => [|arena|].Alloc(8));")]
    [InlineData("var arena = new Arena(); ThreadPool.QueueUserWorkItem(static a => [|a|].Alloc(8), arena, false);")]
    [InlineData("var arena = new Arena(); Parallel.For(0, 9, i => [|arena|].Alloc(i));")]
    [InlineData("var arena = new Arena(); Parallel.Invoke(() => [|arena|].Alloc(8), () => [|arena|].Alloc(9));")]
    [InlineData("var arena = new Arena(); Parallel.ForEach(new[] { 1 }, i => [|arena|].Alloc(i));")]
    [InlineData("var arena = new Arena(); using var timer = new Timer(_ => [|arena|].Alloc(8));")]
    [InlineData("var arena = new Arena(); Task.CompletedTask.ContinueWith(_ => [|arena|].Alloc(8));")]
    [InlineData("var arena = new Arena(); Task.Run(Work); void Work() => [|arena|].Alloc(8);")]
    [InlineData("Task.Run(() => [|given|].Alloc(8));")]
    [InlineData("Task.Run(() => [|_arena|].Alloc(8));")]
    [InlineData("Action work = () => [|given|].Alloc(8); Task.Run(work);")]
    [InlineData("new Task(() => [|given|].Alloc(8)).Start();")]
    [InlineData("var timer = new System.Timers.Timer(); timer.Elapsed += (_, _) => [|given|].Alloc(8);")]
    [InlineData("new[] { 1 }.AsParallel().ForAll(i => [|given|].Alloc(i));")]
    [InlineData("var writer = new SlabBufferWriter(); Parallel.For(0, 9, i => [|writer|].Write(i));")]
    [InlineData("ThreadPool.QueueUserWorkItem(Other, [|given|], false);")]
    [InlineData("new Thread(OtherObject).Start([|given|]);")]
    [InlineData("System.Threading.Channels.Channel.CreateUnbounded<Arena>().Writer.TryWrite([|given|]);")]
    [InlineData("new System.Collections.Concurrent.ConcurrentQueue<Arena>().Enqueue([|new Arena()|]);")]
    public Task Single_thread_object_used_on_another_thread_is_reported(string body) => VerifyAsync("SLAB201", body);

    [Theory]
    [InlineData("var arena = new Arena(); arena.Alloc(8);")]
    [InlineData("var arena = new Arena(); Action f = () => arena.Alloc(8); f();")]
    [InlineData("Task.Run(() => { using var arena = new Arena(); arena.Alloc(8); });")]
    [InlineData("Arena? arena = null; Task.Run(() => { arena = new Arena(); arena.Alloc(8); });")]
    [InlineData("var arena = new Arena(); Task.Run(() => nameof(arena));")]
    [InlineData("new List<int>().ForEach(i => given.Alloc(i));")]
    [InlineData("Task.Run(() => { _late = new Arena(); _late.Alloc(8); });")]
    [InlineData("var writer = new SlabBufferWriter(); Task.Run(() => writer.Write(8)).Wait();")]
    [InlineData("new Queue<Arena>().Enqueue(given);")]
    public Task Single_thread_object_on_its_own_thread_is_silent(string body) => VerifyAsync("SLAB201", body);

    [Theory]
    [InlineData("var r = SearchRequest.Rent(); Task.Run(() => [|SearchRequest.Return(r)|]);")]
    [InlineData("var r = SearchRequest.Rent(); Task.Run(async () => { await Task.Yield(); [|SearchRequest.Return(r)|]; });")]
    [InlineData("var h = Tick.Rent(); new Thread(() => [|Tick.Return(h)|]).Start();")]
    [InlineData("var h = Tick.Rent(); Task.Run(() => [|h.Dispose()|]);")]
    [InlineData("var r = SearchRequest.Rent(); ThreadPool.UnsafeQueueUserWorkItem(static s => [|SearchRequest.Return(s)|], r, true);")]
    [InlineData("var r = SearchRequest.Rent(); Task.Factory.StartNew(s => [|SearchRequest.Return((SearchRequest)s!)|], r);")]
    [InlineData("var r = SearchRequest.Rent(); Task.Delay(9).ContinueWith(_ => [|SearchRequest.Return(r)|]);")]
    [InlineData("var q = new System.Collections.Concurrent.ConcurrentQueue<SearchRequest>(); if (q.TryDequeue(out var r)) [|SearchRequest.Return(r)|];")]
    [InlineData("foreach (var r in new System.Collections.Concurrent.BlockingCollection<SearchRequest>().GetConsumingEnumerable()) [|SearchRequest.Return(r)|];")]
    public Task Return_of_a_per_thread_object_on_another_thread_is_suggested_against(string body) => VerifyAsync("SLAB205", body);

    [Theory]
    [InlineData("var h = Quote.Rent(); Task.Run(() => Quote.Return(h));")]
    [InlineData("var a = System.Buffers.ArrayPool<byte>.Shared.Rent(9); Task.Run(() => System.Buffers.ArrayPool<byte>.Shared.Return(a));")]
    [InlineData("Task.Run(() => { var r = SearchRequest.Rent(); SearchRequest.Return(r); });")]
    [InlineData("var r = SearchRequest.Rent(); Task.Run(() => r.Hits.Add(1)); SearchRequest.Return(r);")]
    [InlineData("var r = SearchRequest.Rent(); Action give = () => SearchRequest.Return(r); give();")]
    public Task Per_cpu_pools_and_returns_on_the_same_thread_are_silent(string body) => VerifyAsync("SLAB205", body);

    [Fact]
    public async Task What_is_wrong_warns_and_what_is_slow_suggests()
    {
        var found = await Test("SLAB201").AnalyzeAsync(Test("SLAB201").Compile(Wrap(
            "var arena = new Arena(); var r = SearchRequest.Rent(); Task.Run(() => { arena.Alloc(8); SearchRequest.Return(r); });")));
        Assert.Equal([DiagnosticSeverity.Warning, DiagnosticSeverity.Info], found.Select(d => d.Severity));
    }

    private static Task VerifyAsync(string id, string body) => Test(id).VerifyAsync(Wrap(body));

    private static AnalyzerTest<ThreadAnalyzer> Test(string id) => new() { DefaultId = id, Sources = [SlabwiseStub.Source] };

    private static string Wrap(string body) => $$"""
        using Demo;
        using Slabwise;
        class Code
        {
            readonly Arena _arena = new();
            Arena? _late;
            static void Other(Arena arena) { }
            static void OtherObject(object? arena) { }
            void Method(Arena given)
            {
            {{body}}
            }
        }
        """;
}
