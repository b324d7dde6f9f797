using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Shared;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Tests that look at the whole heap run one after another, and alone.</summary>
[CollectionDefinition("heap", DisableParallelization = true)]
public class HeapCollection;

[Collection("heap")]
public unsafe class NativeHeapTests
{
    [Fact]
    public void EveryMethodOfNativeMemoryHasItsTwin()
    {
        foreach (MethodInfo method in typeof(NativeMemory).GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
            MethodInfo? twin = typeof(NativeHeap).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Static, parameters);
            Assert.True(twin is not null, $"{method} has no twin");
            Assert.Equal(method.ReturnType, twin.ReturnType);
            Assert.Equal(method.GetParameters().Select(parameter => parameter.Name), twin.GetParameters().Select(parameter => parameter.Name));
        }
    }

    [Fact]
    public void WasteOfEverySizeStaysWithinItsBound()
    {
        for (uint size = 1; size <= SizeClasses.Largest; size++)
        {
            int sizeClass = SizeClasses.Of(size), stride = SizeClasses.StrideOf(sizeClass);
            Assert.True(stride >= size, $"{size} does not fit {stride}");
            Assert.True(sizeClass == 0 || SizeClasses.StrideOf(sizeClass - 1) < size, $"{size} would fit a smaller class");
            Assert.True(size <= 128 ? stride - size <= 15 : (stride - size) * 5 < stride, $"{size} wastes {stride - size}");
            Assert.Equal((nuint)stride, NativeHeap.GoodSize(size));
        }

        Assert.Equal(SizeClasses.Largest, SizeClasses.StrideOf(SizeClasses.Count - 1));
        Assert.Equal((nuint)36_864, NativeHeap.GoodSize(32_769));
        Assert.Equal(nuint.MaxValue, NativeHeap.GoodSize(nuint.MaxValue));
    }

    [Fact]
    public void EverySizeIsUsableAlignedAndFreedByItsAddress()
    {
        var random = new Random(1);
        foreach (nuint size in Sizes())
        {
            byte* block = (byte*)NativeHeap.Alloc(size);
            Assert.Equal(NativeHeap.GoodSize(size), NativeHeap.UsableSize(block));
            Assert.Equal(0u, (nuint)block % (size >= 9 ? 16u : 8u));
            byte pattern = (byte)random.Next(1, 255);
            new Span<byte>(block, (int)size).Fill(pattern);
            Assert.Equal(-1, new Span<byte>(block, (int)size).IndexOfAnyExcept(pattern));
            if (random.Next(2) == 0) NativeHeap.Free(block);
            else NativeHeap.Free(block, size);
        }

        NativeHeap.Validate();
    }

    [Fact]
    public void ZeroedBlocksAreZeroAfterDirtyOnes()
    {
        foreach (nuint size in Sizes())
        {
            void* dirty = NativeHeap.Alloc(size);
            NativeHeap.Fill(dirty, NativeHeap.UsableSize(dirty), 0xA5);
            NativeHeap.Free(dirty);
            void* zeroed = size % 2 == 0 ? NativeHeap.AllocZeroed(size / 2, 2) : NativeHeap.AllocZeroed(size);
            Assert.Equal(-1, new Span<byte>(zeroed, (int)size).IndexOfAnyExcept((byte)0));
            NativeHeap.Free(zeroed);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(4096)]
    [InlineData(32_768)]
    [InlineData(65_536)]
    [InlineData(1 << 21)]
    public void AlignedBlocksAreAligned(int alignment)
    {
        var blocks = new List<nint>();
        foreach (nuint size in (nuint[])[0, 1, 24, 100, 130, 1000, 5000, 20_000, 40_000, 300_000])
        {
            void* block = NativeHeap.AlignedAlloc(size, (nuint)alignment);
            Assert.Equal(0u, (nuint)block % (nuint)alignment);
            Assert.True(NativeHeap.UsableSize(block) >= size);
            NativeHeap.Fill(block, size, 7);
            blocks.Add((nint)block);
        }

        for (int i = 0; i < blocks.Count; i++)
        {
            blocks[i] = (nint)NativeHeap.AlignedRealloc((void*)blocks[i], (nuint)(i * 7000 + 1), (nuint)alignment);
            Assert.Equal(0u, (nuint)blocks[i] % (nuint)alignment);
        }

        NativeHeap.Validate();
        for (int i = 0; i < blocks.Count; i++)
        {
            if (i % 2 == 0) NativeHeap.AlignedFree((void*)blocks[i]);
            else NativeHeap.Free((void*)blocks[i]);
        }
    }

    [Fact]
    public void EdgesBehaveAsNativeMemorysDo()
    {
        void* empty = NativeHeap.Alloc(0);
        Assert.True(empty is not null);
        Assert.Equal((nuint)8, NativeHeap.UsableSize(empty));
        empty = NativeHeap.Realloc(empty, 0);
        Assert.True(empty is not null);
        NativeHeap.Free(empty, 0);
        void* fromNull = NativeHeap.Realloc(null, 100);
        Assert.Equal((nuint)112, NativeHeap.UsableSize(fromNull));
        fromNull = NativeHeap.Realloc(fromNull, 0);
        Assert.Equal((nuint)8, NativeHeap.UsableSize(fromNull));
        NativeHeap.Free(fromNull);
        NativeHeap.Free(NativeHeap.AlignedRealloc(null, 10, 64));
        NativeHeap.Free(NativeHeap.AllocZeroed(0));
        NativeHeap.Free(null);
        NativeHeap.Free(null, 5);
        NativeHeap.AlignedFree(null);
        Assert.Equal((nuint)0, NativeHeap.UsableSize(null));
    }

    [Fact]
    public void SizesBeyondAnyMemoryAreRefusedWithTheNumbers()
    {
        Assert.Throws<OutOfMemoryException>(() => NativeHeap.Alloc(nuint.MaxValue, 2));
        Assert.Throws<OutOfMemoryException>(() => NativeHeap.AllocZeroed((nuint)1 << 33, (nuint)1 << 33));
        Assert.Throws<OutOfMemoryException>(() => NativeHeap.Alloc(nuint.MaxValue));
        Assert.Throws<OutOfMemoryException>(() => NativeHeap.AlignedAlloc(10, (nuint)1 << 62));
        Assert.Throws<OutOfMemoryException>(() => NativeHeap.AlignedAlloc(nuint.MaxValue - 100, 4096));
        var e = Assert.Throws<OutOfMemoryException>(() => NativeHeap.Alloc((nuint)1 << 60));
        Assert.Contains("1,152,921,504,606,846,976", e.Message, StringComparison.Ordinal);
        NativeHeap.Validate();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(48)]
    public void AlignmentThatIsNoPowerOfTwoIsRefused(int alignment)
    {
        Assert.Throws<ArgumentException>(() => NativeHeap.AlignedAlloc(8, (nuint)alignment));
        Assert.Throws<ArgumentException>(() => NativeHeap.AlignedRealloc(null, 8, (nuint)alignment));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public void SecondFreeIsRefused(int size)
    {
        void* block = NativeHeap.Alloc((nuint)size);
        NativeHeap.Free(block);
        if (!NativeHeap.IsRanged)
        {
            // What the C library leaves of the frame decides which words are used.
            Assert.Throws<InvalidOperationException>(() => NativeHeap.Free(block));
            return;
        }

        Refused("already", () => NativeHeap.Free(block));
        Refused("already", () => NativeHeap.Free(block, (nuint)size));
        Refused("already", () => NativeHeap.Realloc(block, 10));
        Refused("already", () => NativeHeap.UsableSize(block));
        NativeHeap.Validate();
    }

    [Theory]
    [InlineData(100, 16)]
    [InlineData(100, 8)]
    [InlineData(100, 1)]
    [InlineData(5000, 4096)]
    [InlineData(100_000, 8)]
    [InlineData(100_000, 4096)]
    [InlineData(100_000, 98_304)]
    public void AddressInsideABlockIsRefused(int size, int offset)
    {
        byte* block = (byte*)NativeHeap.AllocZeroed((nuint)size);
        if (NativeHeap.IsRanged) Refused($"{offset:N0} bytes inside the block of {NativeHeap.UsableSize(block):N0}", () => NativeHeap.Free(block + offset));
        else Refused("not from NativeHeap", () => NativeHeap.Free(block + offset));
        Assert.Equal(NativeHeap.GoodSize((nuint)size), NativeHeap.UsableSize(block));
        NativeHeap.Free(block);
    }

    [Fact]
    public void AddressesOfOthersAreRefused()
    {
        NativeHeap.Free(NativeHeap.Alloc(1));
        long onStack = 0, alsoOnStack = 0;
        void* stack = (void*)(((nint)(&onStack) & ~(nint)15) + (alsoOnStack == 0 ? 0 : 16));
        Refused("not from NativeHeap", () => NativeHeap.Free(stack));
        byte[] managed = GC.AllocateUninitializedArray<byte>(200, pinned: true);
        void* inArray = Unsafe.AsPointer(ref managed[100]);
        Refused("not from NativeHeap", () => NativeHeap.Free(inArray));
        byte* foreign = (byte*)NativeMemory.Alloc(200);
        Refused("not from NativeHeap", () => NativeHeap.Free(foreign + 64));
        Refused("not from NativeHeap", () => NativeHeap.UsableSize(foreign + 64));
        NativeMemory.Free(foreign);
        GC.KeepAlive(managed);
    }

    [Fact]
    public void AddressWhereNoBlockEverWasIsRefused()
    {
        Assert.SkipUnless(NativeHeap.IsRanged, "blocks lie among other allocators'");
        byte* block = (byte*)NativeHeap.Alloc(1000);
        Refused("ever allocated", () => NativeHeap.Free(block + (1 << 29)));
        NativeHeap.Free(block);
        byte* large = (byte*)NativeHeap.Alloc(100_000);
        Refused("ever allocated", () => NativeHeap.Free(large + ((nint)1 << 33)));
        NativeHeap.Free(large);
    }

    [Fact]
    public void SizeOfAnotherClassIsRefusedAndTheBlockStays()
    {
        void* block = NativeHeap.Alloc(100);
        Refused("112", () => NativeHeap.Free(block, 96));
        Refused("112", () => NativeHeap.Free(block, 113));
        NativeHeap.Free(block, 97);
    }

    [Fact]
    public void ContentsSurviveEveryRealloc()
    {
        var random = new Random(3);
        byte* block = (byte*)NativeHeap.Alloc(1);
        int size = 1;
        *block = 1;
        for (int step = 0; step < 2000; step++)
        {
            int next = step % 3 == 0 ? random.Next(1, 400_000) : random.Next(1, 3000);
            block = (byte*)NativeHeap.Realloc(block, (nuint)next);
            Assert.Equal(NativeHeap.GoodSize((nuint)next), NativeHeap.UsableSize(block));
            for (int i = 0; i < Math.Min(size, next); i += 97) Assert.Equal((byte)(i * 31 + 1), block[i]);
            for (int i = 0; i < next; i++) block[i] = (byte)(i * 31 + 1);
            size = next;
        }

        NativeHeap.Free(block, (nuint)size);
        NativeHeap.Validate();
    }

    [Fact]
    public void LargeBlockStaysWhereItsNeighbourIsFree()
    {
        Assert.SkipUnless(NativeHeap.IsRanged, "the C library decides");
        byte* block = (byte*)NativeHeap.Alloc(8 << 20);
        new Span<byte>(block, 8 << 20).Fill(3);
        Assert.Equal((nint)block, (nint)NativeHeap.Realloc(block, 1 << 20));
        Assert.Equal((nuint)(1 << 20), NativeHeap.UsableSize(block));
        Assert.Equal((nint)block, (nint)NativeHeap.Realloc(block, 4 << 20));
        Assert.Equal(-1, new Span<byte>(block, 1 << 20).IndexOfAnyExcept((byte)3));
        NativeHeap.Validate();
        void* moved = NativeHeap.Realloc(block, 1000);
        Assert.NotEqual((nint)block, (nint)moved);
        Assert.Equal(-1, new Span<byte>(moved, 1000).IndexOfAnyExcept((byte)3));
        NativeHeap.Free(moved);
        NativeHeap.Validate();
    }

    [Fact]
    public void ClassSlabsHaveNoTail()
    {
        for (int c = 0; c < SizeClasses.Count; c++)
        {
            SlabGeometry geometry = SlabGeometry.For(SizeClasses.StrideOf(c), 8);
            Assert.Equal(0, geometry.TailBytes);
            Assert.Equal(SizeClasses.StrideOf(c), geometry.Stride);
        }
    }

    [Fact]
    public void RacingDoubleFreeIsFoundAtTheNextAlloc()
    {
        Assert.SkipUnless(NativeHeap.IsRanged, "frames do not outlive their blocks");
        void* block = NativeHeap.Alloc(3000);
        NativeHeap.Free(block);
        HeapProbe.PushAgain(block);
        var blocks = new List<nint>();
        Refused("twice", () =>
        {
            for (int i = 0; i < 50; i++) blocks.Add((nint)NativeHeap.Alloc(3000));
        });
        foreach (nint each in blocks) NativeHeap.Free((void*)each);
        NativeHeap.Validate();
    }

    [Fact]
    public void StatisticsCountBlocksByClass()
    {
        void* small = NativeHeap.Alloc(20_000);
        void* large = NativeHeap.Alloc(1_000_000);
        SlabwiseStatistics now = SlabwiseStatistics.Capture();
        if (NativeHeap.IsRanged)
        {
            Assert.InRange(now.Pools.Single(pool => pool.Name == "heap 20480").Rented, 1, long.MaxValue);
            PoolStatistics extents = now.Pools.Single(pool => pool.Name == "heap large");
            Assert.InRange(extents.AllocatedBytes, 1_000_000, long.MaxValue);
            Assert.InRange(extents.ResidentBytes, extents.AllocatedBytes, extents.MappedBytes);
        }
        else
        {
            Assert.InRange(now.Pools.Single(pool => pool.Name == "heap (system)").AllocatedBytes, 1_020_000, long.MaxValue);
        }

        Assert.True(now.AllocatedBytes <= now.ActiveBytes && now.ActiveBytes <= now.ResidentBytes && now.ResidentBytes <= now.MappedBytes, now.ToString());
        NativeHeap.Free(small);
        NativeHeap.Free(large);
    }

    private static void Refused(string says, Action action)
    {
        var e = Assert.Throws<InvalidOperationException>(action);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<nuint> Sizes()
    {
        for (int sizeClass = 0; sizeClass < SizeClasses.Count; sizeClass++)
        {
            int stride = SizeClasses.StrideOf(sizeClass);
            yield return (nuint)stride;
            yield return (nuint)stride - 1;
            yield return (nuint)stride + 1;
        }

        foreach (nuint size in (nuint[])[40_000, 100_000, 131_072, 500_001, 3_000_000]) yield return size;
    }
}
