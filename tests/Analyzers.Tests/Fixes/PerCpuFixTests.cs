using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Threads;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class PerCpuFixTests
{
    [Fact]
    public Task The_type_that_changes_threads_is_cached_by_cpu() => Fix.VerifyAsync(
        Source("[SizeClassPooled(Cache = CacheKind.PerThread)]", "[|Own.Return(h)|]"), Source("[SizeClassPooled]", "Own.Return(h)"));

    private static string Source(string attribute, string call) => $$"""
        using Slabwise;
        {{attribute}} public partial struct Own
        {
            public long Id;
            [return: ReturnsOwned] public static Pooled<Own> Rent() => default;
            public static void Return([Owned] Pooled<Own> handle) { }
        }

        class Code
        {
            void Method()
            {
                Pooled<Own> h = Own.Rent();
                Task.Run(() => {{call}});
            }
        }
        """;

    private static CodeFixTest<ThreadAnalyzer, PerCpuFix> Fix => new()
    {
        Analyzer = new() { DefaultId = "SLAB205", OnlyIds = ["SLAB205"], Sources = [SlabwiseStub.Source] },
    };
}
