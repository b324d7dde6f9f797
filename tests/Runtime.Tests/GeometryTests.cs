using Slabwise.Shared;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class GeometryTests
{
    public static TheoryData<int> Sizes => [.. Enumerable.Range(1, 600), 1000, 1032, 3000, 4096, 5000, 12_000, 65_536, 70_000, 200_000, SlabGeometry.MaxObjectBytes];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SlabIsWholePagesOfSlotsAndTail(int size)
    {
        SlabGeometry geometry = SlabGeometry.For(size, 1);
        Assert.Equal(size, geometry.Stride);
        Assert.Equal(geometry.SlotsPerSlab * geometry.Stride + geometry.TailBytes, geometry.SlabBytes);
        Assert.Equal(0, geometry.SlabBytes % SlabGeometry.PageBytes);
        Assert.InRange(geometry.TailBytes, 0, SlabGeometry.PageBytes - 1);
        Assert.True(geometry.SlabBytes <= 2 * SlabGeometry.TargetSlabBytes || geometry.SlotsPerSlab == 1);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TailWastesAtMostASixteenth(int size)
    {
        SlabGeometry geometry = SlabGeometry.For(size, 1);
        Assert.True(geometry.TailBytes * 16 <= geometry.SlabBytes, $"{size}: {geometry.TailBytes} of {geometry.SlabBytes}");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(72)]
    [InlineData(128)]
    public void SmallMultiplesOfEightWasteNothing(int size) => Assert.Equal(0, SlabGeometry.For(size, 1).TailBytes);

    [Theory]
    [InlineData(20, 64, 64)]
    [InlineData(65, 64, 128)]
    [InlineData(8, 4096, 4096)]
    public void AlignmentRoundsTheStrideUp(int size, int alignment, int stride) =>
        Assert.Equal(stride, SlabGeometry.For(size, alignment).Stride);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(SlabGeometry.MaxObjectBytes + 1, 1)]
    [InlineData(8, 0)]
    [InlineData(8, 3)]
    [InlineData(8, 8192)]
    public void NonsenseIsRefused(int size, int alignment) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SlabGeometry.For(size, alignment));
}
