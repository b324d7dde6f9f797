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
    public Task Single_thread_object_used_on_another_thread_is_reported(string body) => VerifyAsync("SLAB201", body);

    [Theory]
    [InlineData("var arena = new Arena(); arena.Alloc(8);")]
    [InlineData("var arena = new Arena(); Action f = () => arena.Alloc(8); f();")]
    [InlineData("Task.Run(() => { using var arena = new Arena(); arena.Alloc(8); });")]
    [InlineData("Arena? arena = null; Task.Run(() => { arena = new Arena(); arena.Alloc(8); });")]
    [InlineData("var arena = new Arena(); Task.Run(() => nameof(arena));")]
    [InlineData("new List<int>().ForEach(i => given.Alloc(i));")]
    public Task Single_thread_object_on_its_own_thread_is_silent(string body) => VerifyAsync("SLAB201", body);

    [Theory]
    [InlineData("var r = SearchRequest.Rent(); Task.Run(() => [|SearchRequest.Return(r)|]);")]
    [InlineData("var r = SearchRequest.Rent(); Task.Run(async () => { await Task.Yield(); [|SearchRequest.Return(r)|]; });")]
    [InlineData("var h = Tick.Rent(); new Thread(() => [|Tick.Return(h)|]).Start();")]
    [InlineData("var h = Tick.Rent(); Task.Run(() => [|h.Dispose()|]);")]
    [InlineData("var r = SearchRequest.Rent(); ThreadPool.UnsafeQueueUserWorkItem(static s => [|SearchRequest.Return(s)|], r, true);")]
    [InlineData("var r = SearchRequest.Rent(); Task.Factory.StartNew(s => [|SearchRequest.Return((SearchRequest)s!)|], r);")]
    [InlineData("var r = SearchRequest.Rent(); Task.Delay(9).ContinueWith(_ => [|SearchRequest.Return(r)|]);")]
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
            void Method(Arena given)
            {
            {{body}}
            }
        }
        """;
}
