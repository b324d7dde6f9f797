using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Analyzers.Tests.Sizes;

/// <summary>SLAB303 beyond plain arrays, and by ranges.</summary>
public sealed class LargeObjectKindTests
{
    [Theory]
    [InlineData("Take([|new StringBuilder(50_000)|]);")]
    [InlineData("Take([|new List<long>(11_000)|]);")]
    [InlineData("Take([|new MemoryStream(85_000)|]);")]
    [InlineData("Take([|new Queue<string>(10_622)|]);")]
    [InlineData("Take([|new Dictionary<int, int>(6_000)|]);")]
    [InlineData("Take([|new Dictionary<string, string>(4_000)|]);")]
    [InlineData("Take([|new HashSet<string>(6_000)|]);")]
    [InlineData("Take([|new string('x', 42_486)|]);")]
    [InlineData("Take([|string.Create(50_000, n, (span, state) => { })|]);")]
    [InlineData("var s = given.AsSpan(0, 90_000); Take([|s.ToArray()|]); ")]
    [InlineData("Array.Resize(ref given, 10); [|Array.Resize(ref given, 90_000)|];")]
    [InlineData("Take([|new byte[Math.Min(n, 85_000)]|]);")]
    [InlineData("if (n > 90_000) return; Take([|new byte[n]|]);")]
    [InlineData("Take([|ArrayPool<byte>.Shared.Rent(flag ? 100 : 65_537)|]);")]
    [InlineData("Take([|SlabArrayPool<byte>.Shared.Rent(81_921)|]);")]
    public Task What_lies_above_the_edge_is_reported(string body) => SizeTest.BodyAsync("SLAB303", body);

    [Theory]
    [InlineData("Take(new StringBuilder(42_475));")]
    [InlineData("Take(new List<long>(10_621));")]
    [InlineData("Take(new Dictionary<int, int>(4_800));")]
    [InlineData("Take(new Dictionary<int, Pair>(400_000));")]
    [InlineData("Take(new string('x', 42_485));")]
    [InlineData("Take(new string(new char[3], 0, 3));")]
    [InlineData("Take(SlabArrayPool<byte>.Shared.Rent(81_920));")]
    [InlineData("Take(new byte[Math.Min(n, 84_975)]);")]
    [InlineData("Take(new byte[Math.Min(n, 1_000_000)]);")]
    [InlineData("Take(new byte[Math.Max(n, 85_000)]);")]
    [InlineData("if (n <= 84_000) Take(new byte[n + 900]);")]
    [InlineData("s_kept = new byte[100_000]; s_kept ??= new byte[100_000];")]
    [InlineData("Take(new MemoryStream(given));")]
    public Task What_stays_below_or_is_kept_is_silent(string body) => SizeTest.BodyAsync("SLAB303", body);

    [Theory]
    [InlineData("byte[]? kept = null; while (More()) { kept ??= [|new byte[200_000]|]; }")]
    [InlineData("byte[]? kept = null; while (More()) { if (kept == null) kept = [|new byte[200_000]|]; }")]
    [InlineData("while (true) { if (flag) { Take([|new byte[200_000]|]); break; } }")]
    public async Task Allocated_once_in_a_loop_only_suggests(string body) =>
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await SizeTest.BodyAsync("SLAB303", body)).Severity);

    [Fact]
    public Task Threshold_and_nearness_are_options() => SizeTest.BodyAsync(
        "SLAB303", "Take(new byte[100_000]); Take([|new byte[200_000]|]);", ("slabwise.SLAB303.threshold_bytes", "150_000"));

    [Fact]
    public async Task A_wider_nearness_warns_further_away() => Assert.Equal(DiagnosticSeverity.Warning,
        Assert.Single(await SizeTest.BodyAsync("SLAB303", "Take([|new byte[120_000]|]);", ("slabwise.SLAB303.near_percent", "50"))).Severity);

    [Fact]
    public void Strings_and_tables_cross_the_edge_where_the_rule_says()
    {
        Assert.NotEqual(2, GC.GetGeneration(new string('x', 42_485)));
        Assert.Equal(2, GC.GetGeneration(new string('x', 42_486)));
        foreach (int capacity in (int[])[1_000, 3_000, 6_000, 10_103, 50_000, 200_001])
        {
            int buckets = new Dictionary<int, int>(capacity).EnsureCapacity(0);
            Assert.Equal(buckets, Rules.Sizes.HashPrimes.AtLeast(capacity) is var prime && capacity > 1_000 ? prime : buckets);
            Assert.Equal(buckets, capacity > 1_000 ? Rules.Sizes.HashPrimes.AtMost(buckets) : buckets);
        }

        AssertEntries<int, int>(16);
        AssertEntries<string, string>(24);
        AssertEntries<int, string>(24);
        AssertEntries<long, int>(24);
        AssertEntries<byte, byte>(12);
    }

    private static void AssertEntries<TKey, TValue>(int bytes)
        where TKey : notnull
    {
        Type entry = typeof(Dictionary<,>).GetNestedType("Entry", System.Reflection.BindingFlags.NonPublic)!.MakeGenericType(typeof(TKey), typeof(TValue));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Array array = Array.CreateInstance(entry, 1_000);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(array);
        Assert.InRange(taken, bytes * 1_000, bytes * 1_000 + 500);
    }
}
