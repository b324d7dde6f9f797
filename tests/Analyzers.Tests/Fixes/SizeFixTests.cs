using Slabwise.Analyzers.CodeFixes;
using Slabwise.Analyzers.Rules.Sizes;
using Slabwise.Analyzers.Tests.Sizes;
using Slabwise.TestSupport;
using Xunit;

namespace Slabwise.Analyzers.Tests.Fixes;

public sealed class SizeFixTests
{
    [Theory]
    [InlineData("SLAB301", "Take([|NativeHeap.Alloc(1_025)|]);", "Take(NativeHeap.Alloc(1_280));")]
    [InlineData("SLAB301", "Take([|NativeHeap.Alloc((nuint)4097)|]);", "Take(NativeHeap.Alloc((nuint)5120));")]
    [InlineData("SLAB301", "Take([|SlabArrayPool<long>.Shared.Rent(512 + 1)|]);", "Take(SlabArrayPool<long>.Shared.Rent(640));")]
    [InlineData("SLAB304", "Take([|ArrayPool<byte>.Shared.Rent(4096 + 16)|]);", "Take(ArrayPool<byte>.Shared.Rent(8192));")]
    [InlineData("SLAB303", "Take([|new byte[85_000]|]);", "Take(new byte[84_975]);")]
    [InlineData("SLAB303", "Take([|new StringBuilder(42490)|]);", "Take(new StringBuilder(42487));")]
    public Task The_safest_action_comes_first(string id, string before, string after) => Fix(id).VerifyAsync(SizeTest.Wrap(before), SizeTest.Wrap(after));

    [Fact]
    public Task The_second_action_stays_below_the_edge() => Fix("SLAB301", action: 1).VerifyAsync(
        SizeTest.Wrap("Take([|NativeHeap.Alloc(1_025)|]);"), SizeTest.Wrap("Take(NativeHeap.Alloc(1_024));"));

    [Theory]
    [InlineData("SLAB303", "Take([|new byte[85_000]|]); int length = 85_000;")]
    [InlineData("SLAB303", "Take([|new byte[1_000_000]|]);")]
    [InlineData("SLAB303", "Take([|new byte[Size * 2]|]);")]
    [InlineData("SLAB301", "Take([|NativeHeap.Alloc((nuint)Stated)|]);")]
    [InlineData("SLAB301", "Take([|NativeHeap.Alloc((nuint)Math.Min(n, 4_100))|]);")]
    public Task Numbers_that_others_count_on_stay(string id, string body) => Fix(id).VerifyNoFixAsync(SizeTest.Wrap(body));

    [Fact]
    public Task All_are_fixed_in_one_go() => Fix("SLAB301").VerifyFixAllAsync(
        SizeTest.Wrap("Take([|NativeHeap.Alloc(1_025)|]); Take([|NativeHeap.Alloc(65)|]);"), SizeTest.Wrap("Take(NativeHeap.Alloc(1_280)); Take(NativeHeap.Alloc(80));"));

    private static CodeFixTest<SizeAnalyzer, SizeFix> Fix(string id, int action = 0) => new() { Analyzer = SizeTest.For(id), ActionIndex = action };
}
