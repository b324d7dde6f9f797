using Xunit;

namespace Slabwise.Analyzers.Tests.Ownership;

public sealed class DiscardedTests
{
    [Fact]
    public Task What_is_rented_on_the_way_to_a_throw_is_silent() => OwnershipTest.BodyAsync("SLAB110", "Pool.Rent(n); throw new InvalidOperationException();");

    [Theory]
    [InlineData("[|Pool.Rent(n)|];")]
    [InlineData("_ = [|Pool.Rent(n)|];")]
    [InlineData("[|MemoryPool<byte>.Shared.Rent(n)|];")]
    [InlineData("[|Quote.Rent()|];")]
    [InlineData("[|Quote.TryRent(out _)|];")]
    [InlineData("void* p = NativeMemory.Alloc(8); [|NativeMemory.Realloc(p, 16)|];")]
    [InlineData("for (int i = 0; i < n; i++) [|Objects.Get()|];")]
    public Task A_result_that_nobody_takes_is_reported(string body) => FamilyTests.BodyAsync("SLAB110", body);

    [Theory]
    [InlineData("Pool.Return(Pool.Rent(n));")]
    [InlineData("Unknown(Pool.Rent(n));")]
    [InlineData("_ = new MemoryStream(Pool.Rent(n));")]
    public Task A_result_that_goes_somewhere_is_silent(string body) => FamilyTests.BodyAsync("SLAB110", body);
}
