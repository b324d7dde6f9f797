using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Ownership;
using Slabwise.Analyzers.Tests.Ownership;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class OwnershipAttributeFixTests
{
    [Theory]
    [InlineData(0, "[Borrowed] ", "nint p = [|Marshal.AllocHGlobal(8)|]; Query(1, p);")]
    [InlineData(1, "[Owned] ", "nint p = Marshal.AllocHGlobal(8); Query(1, p);")]
    public async Task The_parameter_says_what_the_function_does_with_it(int action, string attribute, string then)
    {
        await Fix(action).VerifyAsync(Source("", "nint p = [|Marshal.AllocHGlobal(8)|]; Query(1, p);"), Source(attribute, "nint p = Marshal.AllocHGlobal(8); Query(1, p);"));
        await OwnershipTest.For("SLAB101").VerifyAsync(Source(attribute, then));
    }

    [Fact]
    public Task One_attribute_serves_all_calls() => Fix(1).VerifyFixAllAsync(
        Source("", "Query(1, [|Marshal.AllocHGlobal(8)|]); Query(2, [|Marshal.AllocHGlobal(9)|]);"),
        Source("[Owned] ", "Query(1, Marshal.AllocHGlobal(8)); Query(2, Marshal.AllocHGlobal(9));"));

    [Fact]
    public Task Nothing_is_freed_that_native_code_may_keep() => new CodeFixTest<OwnershipAnalyzer, LeakFix> { Analyzer = OwnershipTest.For("SLAB101", "SLAB101") }
        .VerifyNoFixAsync(Source("", "nint p = [|Marshal.AllocHGlobal(8)|]; Query(1, p);"));

    private static CodeFixTest<OwnershipAnalyzer, OwnershipAttributeFix> Fix(int action) => new() { Analyzer = OwnershipTest.For("SLAB101", "SLAB101"), ActionIndex = action };

    private static string Source(string attribute, string body) => "using System.Runtime.InteropServices;\n"
        + OwnershipTest.Wrap($"[DllImport(\"x\")] static extern int Query(int kind, {attribute}nint p); void Method() {{ {body} }}");
}
