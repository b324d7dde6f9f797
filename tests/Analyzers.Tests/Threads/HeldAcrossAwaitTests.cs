using Slabwise.Analyzers.Rules.Threads;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Threads;

public sealed class HeldAcrossAwaitTests
{
    [Theory]
    [InlineData("var arena = new Arena(); [|await Task.Yield()|]; arena.Alloc(8);")]
    [InlineData("using var arena = new Arena(); arena.Alloc(8); [|await Task.Yield()|];")]
    [InlineData("using (var arena = new Arena()) { while (n-- > 0) { arena.Alloc(8); [|await Task.Yield()|]; } }")]
    [InlineData("var arena = new Arena(); try { arena.Alloc(8); [|await Task.Yield()|]; } finally { arena.Dispose(); }")]
    [InlineData("[|await Task.Yield()|]; given.Alloc(8);")]
    [InlineData("[|await Task.Yield()|]; _arena.Alloc(8);")]
    [InlineData("given.Alloc([|await Task.FromResult(3)|]);")]
    [InlineData("var buffer = t_buffer ??= new byte[4096]; int read = [|await stream.ReadAsync(buffer)|]; Handle(buffer);")]
    [InlineData("var text = t_text; if (text == null) text = t_text = new StringBuilder(); [|await Task.Yield()|]; text.Append('x');")]
    [InlineData("var random = s_random.Value!; [|await Task.Delay(1)|]; random.Next();")]
    [InlineData("var r = SearchRequest.Rent(); [|await Task.Yield()|]; SearchRequest.Return(r);")]
    [InlineData("var r = SearchRequest.Rent(); try { [|await Task.Yield()|]; } finally { SearchRequest.Return(r); }")]
    [InlineData("var h = Tick.Rent(); [|await Task.Delay(1).ConfigureAwait(false)|]; h.Dispose();")]
    [InlineData("Func<Task> f = async () => { var arena = new Arena(); [|await Task.Yield()|]; arena.Alloc(8); }; await f();")]
    [InlineData("await Local(); async Task Local() { var arena = new Arena(); [|await Task.Yield()|]; arena.Alloc(8); }")]
    public Task What_belongs_to_a_thread_and_is_used_behind_an_await_is_reported(string body) => VerifyAsync(body);

    [Theory]
    [InlineData("var arena = new Arena(); arena.Alloc(8); arena.Dispose(); await Task.Yield();")]
    [InlineData("var arena = new Arena(); arena.Alloc(8); await Task.Yield(); arena = new Arena(); arena.Alloc(8);")]
    [InlineData("while (n-- > 0) { var arena = new Arena(); arena.Alloc(8); await Task.Yield(); }")]
    [InlineData("if (n > 3) { await Task.Yield(); } else { given.Alloc(8); }")]
    [InlineData("given.Alloc(8); await Task.Yield();")]
    [InlineData("using var writer = new SlabBufferWriter(); await Task.Yield(); writer.Write(8);")]
    [InlineData("var buffer = t_buffer; t_buffer = null; buffer ??= new byte[4096]; await Task.Yield(); Handle(buffer); t_buffer = buffer;")]
    [InlineData("var buffer = t_buffer ??= new byte[4096]; Handle(buffer); await Task.Yield();")]
    [InlineData("var buffer = s_flow.Value!; await Task.Yield(); Handle(buffer);")]
    [InlineData("var name = t_name; await Task.Yield(); Console.WriteLine(name!.Length);")]
    [InlineData("var q = Quote.Rent(); await Task.Yield(); Quote.Return(q);")]
    [InlineData("var r = SearchRequest.Rent(); SearchRequest.Return(r); await Task.Yield();")]
    [InlineData("var r = SearchRequest.Rent(); await Task.Yield(); r.Count++;")]
    [InlineData("var a = System.Buffers.ArrayPool<byte>.Shared.Rent(9); await Task.Yield(); System.Buffers.ArrayPool<byte>.Shared.Return(a);")]
    public Task What_is_finished_before_the_await_or_belongs_to_the_flow_is_silent(string body) => VerifyAsync(body);

    private static Task VerifyAsync(string body) => new AnalyzerTest<ThreadAnalyzer> { DefaultId = "SLAB202", Sources = [SlabwiseStub.Source] }.VerifyAsync($$"""
        using System.Text;
        using Demo;
        using Slabwise;
        class Code
        {
            [ThreadStatic] static byte[]? t_buffer;
            [ThreadStatic] static StringBuilder? t_text;
            [ThreadStatic] static string? t_name;
            static readonly ThreadLocal<Random> s_random = new(() => new Random());
            static readonly AsyncLocal<byte[]> s_flow = new();
            readonly Arena _arena = new();
            static void Handle(byte[] buffer) { }
            async Task Method(Arena given, Stream stream, int n)
            {
            {{body}}
            }
        }
        """);
}
