using System.Collections.Concurrent;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Random use of the heap, with every block's contents checked.</summary>
[Collection("heap")]
public unsafe class NativeHeapStressTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomUseKeepsContentsAndEquations(int seed)
    {
        var random = new Random(seed);
        var live = new List<Block>();
        for (int step = 0; step < 20_000; step++)
        {
            int what = random.Next(100);
            if (what < 52 || live.Count == 0)
            {
                live.Add(Block.New(random));
            }
            else
            {
                int at = random.Next(live.Count);
                Block block = live[at];
                block.Check();
                live[at] = live[^1];
                live.RemoveAt(live.Count - 1);
                if (what < 90) block.Free();
                else live.Add(block.Resize(random));
            }

            if (step % 2000 == 0)
            {
                NativeHeap.Validate();
                if (step % 4000 == 0) NativeHeap.Trim();
            }
        }

        foreach (Block block in live)
        {
            block.Check();
            block.Free();
        }

        NativeHeap.Validate();
    }

    [Fact]
    public void BlocksFreedOnOtherThreadsKeepTheirContents()
    {
        var queues = new ConcurrentQueue<Block>[4];
        for (int i = 0; i < queues.Length; i++) queues[i] = new ConcurrentQueue<Block>();
        TestPools.OnThreads(4, thread =>
        {
            var random = new Random(thread);
            for (int step = 0; step < 40_000; step++)
            {
                if (queues[(thread + 1) % 4].Count < 500) queues[(thread + 1) % 4].Enqueue(Block.New(random));
                if (!queues[thread].TryDequeue(out Block block)) continue;
                block.Check();
                if (step % 7 == 0) queues[(thread + 2) % 4].Enqueue(block.Resize(random));
                else block.Free();
            }
        });
        foreach (Block block in queues.SelectMany(queue => queue))
        {
            block.Check();
            block.Free();
        }

        TestPools.CollectDeadThreads();
        NativeHeap.Validate();
    }

    [Fact]
    public void DeadThreadsBlocksComeBack()
    {
        Assert.SkipUnless(NativeHeap.IsRanged, "the system's heap has no hands");
        NativeHeap.Free(NativeHeap.Alloc(3584));
        int before = Of3584().Hands;
        TestPools.OnThreads(4, _ => NativeHeap.Free(NativeHeap.Alloc(3584)));
        TestPools.CollectDeadThreads();
        Assert.InRange(Of3584().Hands, 0, before);
        NativeHeap.Validate();
    }

    private static PoolStatistics Of3584() => SlabwiseStatistics.Capture().Pools.Single(pool => pool.Name == "heap 3584");

    /// <summary>A block whose bytes all say whose it is.</summary>
    private readonly record struct Block(nint Address, int Size)
    {
        private Span<byte> Bytes => new((void*)Address, Size);

        private byte Pattern => (byte)(Address >> 3 ^ Size);

        public static Block New(Random random)
        {
            int size = SizeFrom(random);
            int alignment = 1 << random.Next(0, 14);
            bool aligned = random.Next(10) == 0;
            void* address = aligned ? NativeHeap.AlignedAlloc((nuint)size, (nuint)alignment) : NativeHeap.Alloc((nuint)size);
            if (aligned && (nint)address % alignment != 0) throw new InvalidOperationException("misaligned");
            return Written(address, size);
        }

        public void Check()
        {
            if (Bytes.IndexOfAnyExcept(Pattern) >= 0) throw new InvalidOperationException($"somebody else wrote to the {Size} bytes at {Address:x}");
            if (NativeHeap.UsableSize((void*)Address) < (nuint)Size) throw new InvalidOperationException("the block shrank");
        }

        public void Free() => NativeHeap.Free((void*)Address);

        public Block Resize(Random random)
        {
            byte pattern = Pattern;
            int size = SizeFrom(random);
            void* address = NativeHeap.Realloc((void*)Address, (nuint)size);
            if (new Span<byte>(address, Math.Min(Size, size)).IndexOfAnyExcept(pattern) >= 0) throw new InvalidOperationException("realloc lost contents");
            return Written(address, size);
        }

        private static Block Written(void* address, int size)
        {
            var block = new Block((nint)address, size);
            block.Bytes.Fill(block.Pattern);
            return block;
        }

        private static int SizeFrom(Random random) => random.Next(20) switch
        {
            0 => random.Next(32_000, 300_000),
            < 4 => random.Next(1024, 33_000),
            _ => random.Next(0, 1100),
        };
    }
}
