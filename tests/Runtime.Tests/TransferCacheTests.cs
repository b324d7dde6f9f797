using Slabwise.Caches;
using Xunit;

namespace Slabwise.Runtime.Tests;

public unsafe class TransferCacheTests
{
    [Fact]
    public void BatchComesOutAsItWentIn()
    {
        var transfer = new TransferCache();
        transfer.Initialize(2, 128);
        uint* batch = stackalloc uint[132];
        for (uint i = 0; i < 100; i++) batch[i] = i + 1;
        Assert.True(transfer.TryGive(batch, 100));
        Assert.Equal(100, transfer.CountSlots());
        uint* back = stackalloc uint[132];
        Assert.Equal(100, transfer.TryTake(back));
        for (uint i = 0; i < 100; i++) Assert.Equal(i + 1, back[i]);
        Assert.Equal(0, transfer.TryTake(back));
        transfer.Close();
    }

    [Fact]
    public void FullCacheRefusesTheNextBatch()
    {
        var transfer = new TransferCache();
        transfer.Initialize(3, 8);
        uint* batch = stackalloc uint[12];
        for (int i = 0; i < 3; i++) Assert.True(transfer.TryGive(batch, 8));
        Assert.False(transfer.TryGive(batch, 8));
        transfer.Close();
    }

    [Fact]
    public void NoSlotIsLostOrDoubledUnderContention()
    {
        const int Threads = 8, Batches = 16, Rounds = 20_000, Slots = 64;
        var transfer = new TransferCache();
        transfer.Initialize(Batches, Slots);
        uint* batch = stackalloc uint[Slots + 4];
        for (uint b = 0; b < Batches; b++)
        {
            for (uint i = 0; i < Slots; i++) batch[i] = b * Slots + i + 1;
            Assert.True(transfer.TryGive(batch, Slots));
        }

        int[] owner = new int[Batches * Slots + 1];
        TransferCache shared = transfer;
        TestPools.OnThreads(Threads, thread =>
        {
            uint* mine = stackalloc uint[Slots + 4];
            for (int round = 0; round < Rounds; round++)
            {
                int count = shared.TryTake(mine);
                for (int i = 0; i < count; i++) Assert.Equal(0, Interlocked.Exchange(ref owner[mine[i]], thread + 1));
                for (int i = 0; i < count; i++) Assert.Equal(thread + 1, Interlocked.Exchange(ref owner[mine[i]], 0));
                if (count > 0) Assert.True(shared.TryGive(mine, count));
            }
        });
        Assert.Equal(Batches * Slots, transfer.CountSlots());
        var all = new List<uint>();
        transfer.AddSlotsTo(all);
        Assert.Equal(Enumerable.Range(1, Batches * Slots).Select(i => (uint)i), all.Order());
        transfer.Close();
    }
}
