using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Analyzers.Tests.Sizes;

public sealed class SizeRuleTests
{
    [Theory]
    [InlineData("Take([|NativeHeap.Alloc(1_025)|]);", DiagnosticSeverity.Warning)]
    [InlineData("Take([|NativeHeap.Alloc(65)|]);", DiagnosticSeverity.Warning)]
    [InlineData("Take([|NativeHeap.Alloc((nuint)Stated)|]);", DiagnosticSeverity.Warning)]
    [InlineData("Take([|NativeHeap.Alloc(1_025, 4)|]);", DiagnosticSeverity.Warning)]
    [InlineData("Take([|NativeHeap.Realloc(null, 65_537)|]);", DiagnosticSeverity.Warning)]
    [InlineData("Take([|NativeHeap.Alloc((nuint)Math.Min(n, 4_100))|]);", DiagnosticSeverity.Info)]
    [InlineData("if (n > 4_097) throw new(); Take([|NativeHeap.Alloc((nuint)n)|]);", DiagnosticSeverity.Info)]
    [InlineData("Take([|SlabArrayPool<byte>.Shared.Rent(4_097)|]);", DiagnosticSeverity.Warning)]
    [InlineData("Take([|SlabArrayPool<long>.Shared.Rent(513)|]);", DiagnosticSeverity.Warning)]
    [InlineData("Take([|SlabMemoryPool.Shared.Rent(4_097)|]);", DiagnosticSeverity.Warning)]
    public async Task Just_past_a_class_is_reported(string body, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Assert.Single(await SizeTest.BodyAsync("SLAB301", body)).Severity);

    [Theory]
    [InlineData("Take(NativeHeap.Alloc(1_024));")]
    [InlineData("Take(NativeHeap.Alloc(1_100));")]
    [InlineData("Take(NativeHeap.Alloc(1_280));")]
    [InlineData("Take(NativeHeap.Alloc(24));")]
    [InlineData("Take(NativeHeap.Alloc(0));")]
    [InlineData("Take(NativeHeap.Alloc(9_000_000));")]
    [InlineData("Take(NativeHeap.Alloc((nuint)n));")]
    [InlineData("Take(NativeHeap.Alloc((nuint)Math.Max(n, 1_025)));")]
    [InlineData("Take(SlabArrayPool<byte>.Shared.Rent(81_920));")]
    [InlineData("Take(SlabMemoryPool.Shared.Rent());")]
    [InlineData("Take(new byte[1_025]);")]
    public Task Sizes_that_use_their_class_are_silent(string body) => SizeTest.BodyAsync("SLAB301", body);

    [Fact]
    public async Task Message_of_301_has_the_numbers()
    {
        string message = Assert.Single(await SizeTest.BodyAsync("SLAB301", "Take([|NativeHeap.Alloc(1_025)|]);")).GetMessage(null);
        Assert.StartsWith("1,025 bytes takes a block of 1,280 bytes, of which 255 are wasted; the class below has 1,024, 1 fewer", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Distance_and_waste_of_301_are_options()
    {
        await SizeTest.BodyAsync("SLAB301", "Take(NativeHeap.Alloc(1_025));", ("slabwise.SLAB301.min_waste_percent", "25"));
        await SizeTest.BodyAsync("SLAB301", "Take(NativeHeap.Alloc(65_546)); Take([|NativeHeap.Alloc(65_537)|]);", ("slabwise.SLAB301.max_distance_bytes", "9"));
    }

    [Theory]
    [InlineData("if (n < 4_096 || n > 262_144) return; Take([|NativeMemory.Alloc((nuint)n)|]);")]
    [InlineData("Marshal.AllocHGlobal(1); Take((void*)[|Marshal.AllocHGlobal(Math.Clamp(n, 1, 1 << 20))|]);")]
    [InlineData("Take([|NativeMemory.Alloc((nuint)Math.Min(n, 40_000), 4)|]);")]
    [InlineData("Take([|NativeMemory.Realloc(null, (nuint)Math.Min(n, 131_049))|]);")]
    public Task Straddling_the_mmap_threshold_suggests(string body) => SizeTest.BodyAsync("SLAB302", body);

    [Theory]
    [InlineData("Take(NativeMemory.Alloc(262_144));")]
    [InlineData("Take(NativeMemory.Alloc((nuint)n));")]
    [InlineData("Take(NativeMemory.Alloc(big));")]
    [InlineData("Take(NativeMemory.Alloc((nuint)Math.Min(n, 131_048)));")]
    [InlineData("Take(NativeMemory.Alloc((nuint)Math.Clamp(n, 200_000, 300_000)));")]
    [InlineData("Take(NativeMemory.Alloc((nuint)Math.Min(n, 1 << 28)));")]
    public Task One_side_of_the_mmap_threshold_is_silent(string body) => SizeTest.BodyAsync("SLAB302", body);

    [Theory]
    [InlineData("Take([|ArrayPool<byte>.Shared.Rent(4_097)|]);")]
    [InlineData("Take([|ArrayPool<int>.Shared.Rent(1_024 + 16)|]);")]
    [InlineData("Take([|ArrayPool<byte>.Shared.Rent(1_048_577)|]);")]
    [InlineData("if (n > 4_100) throw new(); Take([|ArrayPool<byte>.Shared.Rent(n)|]);")]
    [InlineData("byte[]? r = n <= 512 ? null : [|ArrayPool<byte>.Shared.Rent(Math.Min(n, 8_200))|];")]
    public Task Rounding_that_doubles_suggests(string body) => SizeTest.BodyAsync("SLAB304", body);

    [Theory]
    [InlineData("Take(ArrayPool<byte>.Shared.Rent(4_096));")]
    [InlineData("Take(ArrayPool<byte>.Shared.Rent(6_000));")]
    [InlineData("Take(ArrayPool<byte>.Shared.Rent(17));")]
    [InlineData("Take(ArrayPool<byte>.Shared.Rent(n));")]
    [InlineData("Take(ArrayPool<byte>.Shared.Rent(65_537));")]
    [InlineData("Take(SlabArrayPool<byte>.Shared.Rent(4_097));")]
    public Task Other_rentals_are_silent_or_another_rules(string body) => SizeTest.BodyAsync("SLAB304", body);

    [Fact]
    public async Task Message_of_304_has_the_numbers() => Assert.StartsWith(
        "4,097 'byte' get an array of 8,192, 8,192 bytes where 4,097 were asked for; 4,096 elements, 1 fewer, get half of that, and SlabArrayPool would give 5,120 bytes",
        Assert.Single(await SizeTest.BodyAsync("SLAB304", "Take([|ArrayPool<byte>.Shared.Rent(4_097)|]);")).GetMessage(null), StringComparison.Ordinal);

    [Theory]
    [InlineData("byte[] b = new byte[1_024]; while (More()) { if (flag) [|Array.Resize(ref b, b.Length * 2)|]; }")]
    [InlineData("byte[] b = new byte[n]; while (More()) { [|Array.Resize(ref b, b.Length << 1)|]; }")]
    [InlineData("byte[] b = given; for (int i = 0; More(); i++) { byte[] c = [|new byte[b.Length * 2]|]; b.CopyTo(c, 0); b = c; }")]
    [InlineData("while (More()) { var c = [|new byte[_field.Length * 2]|]; _field.CopyTo(c, 0); _field = c; }")]
    [InlineData("do { [|Array.Resize(ref given, Math.Max(n, given.Length + given.Length))|]; } while (More());")]
    public Task Doubling_in_a_loop_suggests(string body) => SizeTest.BodyAsync("SLAB305", body);

    [Theory]
    [InlineData("byte[] b = new byte[1_024]; if (flag) Array.Resize(ref b, b.Length * 2);")]
    [InlineData("byte[] b = new byte[1_024]; while (More()) { if (b.Length > 30_000) throw new(); Array.Resize(ref b, b.Length * 2); }")]
    [InlineData("byte[] b = new byte[1_024]; while (More()) { Array.Resize(ref b, b.Length + 1_024); }")]
    [InlineData("byte[] b = new byte[100_000]; while (More()) { Array.Resize(ref b, b.Length * 2); }")]
    [InlineData("while (More()) { var c = new byte[given.Length * 2]; Take(c); }")]
    [InlineData("while (More()) { var c = ArrayPool<byte>.Shared.Rent(_field.Length * 2); ArrayPool<byte>.Shared.Return(_field); _field = c; }")]
    public Task Growth_that_ends_below_or_starts_above_is_silent(string body) => SizeTest.BodyAsync("SLAB305", body);

    [Fact]
    public async Task Message_of_305_counts_the_rounds() => Assert.EndsWith(
        "doubles 'b' from 1,024 elements: round 7 makes 131,096 bytes of it, and each one from there on leaves a large object to a full collection",
        Assert.Single(await SizeTest.BodyAsync("SLAB305", "byte[] b = new byte[1_024];\nwhile (More()) { [|Array.Resize(ref b, b.Length * 2)|]; }")).GetMessage(null), StringComparison.Ordinal);
}
