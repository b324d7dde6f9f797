using System.Runtime.InteropServices;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

public unsafe class OwnedSlabTests
{
    private const nint Me = 1, Other = 2;

    [Fact]
    public void HeaderKeepsTheRemoteWordOnALineOfItsOwn()
    {
        Assert.Equal(OwnedSlab.Bytes, sizeof(OwnedSlab));
        Assert.Equal(64, Marshal.OffsetOf<OwnedSlab>("_remote"));
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(3, 1)]
    [InlineData(16, 64)]
    public void FreshSlabGivesEverySlotOnceTheLowestLast(int firstSlot, int slots)
    {
        using var made = new Made((uint)firstSlot, slots);
        uint* taken = stackalloc uint[slots];
        int capacity = firstSlot == 0 ? slots - 1 : slots;
        Assert.Equal(capacity, made.Slab->Take(taken, slots));
        Assert.Equal(firstSlot == 0 ? 1u : (uint)firstSlot, taken[capacity - 1]);
        Assert.Equal(capacity, new Span<uint>(taken, capacity).ToArray().Distinct().Count());
        Assert.All(new Span<uint>(taken, capacity).ToArray(), slot => Assert.InRange(slot, (uint)firstSlot, (uint)(firstSlot + slots - 1)));
        Assert.False(made.Slab->Replenish());
        made.Slab->Validate("test");
    }

    [Fact]
    public void SlotIsPutOnce()
    {
        using var made = new Made(8, 8);
        uint slot = made.TakeOne();
        Assert.True(made.Slab->TryPut(slot));
        Assert.False(made.Slab->TryPut(slot));
        made.Slab->Validate("test");
        Assert.Equal(8, made.Slab->IdleCount);
    }

    [Fact]
    public void OwnerComesToItsLocalSlotsAfterTheFreeOnes()
    {
        using var made = new Made(8, 4);
        uint first = made.TakeOne();
        made.Slab->TryPut(first);
        for (int i = 0; i < 3; i++) Assert.NotEqual(first, made.TakeOne());
        Assert.Equal(first, made.TakeOne());
    }

    [Fact]
    public void PushedSlotsStayUsedUntilTheOwnerCollects()
    {
        using var made = new Made(8, 8);
        uint[] slots = [made.TakeOne(), made.TakeOne(), made.TakeOne()];
        Assert.Equal(PushOutcome.Pushed, made.Push(slots[0], slots[1]));
        Assert.Equal((3, 2), (made.Slab->Used, made.Slab->RemoteCount));
        made.Slab->Validate("test");
        made.Slab->Collect();
        Assert.Equal((1, 0), (made.Slab->Used, made.Slab->RemoteCount));
        made.Slab->Validate("test");
    }

    [Fact]
    public void CollectedSlotsJoinThoseThatWait()
    {
        using var made = new Made(8, 8);
        uint[] slots = [.. Enumerable.Range(0, 6).Select(_ => made.TakeOne())];
        made.Slab->TryPut(slots[5]);
        made.Push(slots[0], slots[1]);
        made.Push(slots[2]);
        made.Slab->Collect();
        made.Slab->Validate("test");
        Assert.Equal(6, made.Slab->IdleCount);
        Assert.Equal(6, Enumerable.Range(0, 6).Select(_ => made.TakeOne()).Distinct().Count());
    }

    [Fact]
    public void SlabIsNotAbandonedWhileSlotsWait()
    {
        using var made = new Made(8, 8);
        uint slot = made.TakeOne();
        made.Push(slot);
        Assert.False(made.Slab->TryAbandon());
        Assert.True(made.Slab->IsOwnedBy(Me));
        made.Slab->Collect();
        made.Slab->Listed = true;
        Assert.True(made.Slab->TryAbandon());
        Assert.True(made.Slab->TryClaim(Other));
        Assert.False(made.Slab->TryClaim(Me));
    }

    [Fact]
    public void SlabOfTheTierTakesNothing()
    {
        using var made = new Made(8, 8);
        uint slot = made.TakeOne();
        Assert.False(made.Slab->TryShut());
        made.Slab->TryPut(slot);
        Assert.True(made.Slab->TryShut());
        made.Slab->Links[slot - 8] = OwnedSlab.Out;    // as a pusher sees it that is late
        Assert.Equal(PushOutcome.Refused, made.Push(slot));
        Assert.False(made.Slab->TryClaim(Other));
    }

    [Fact]
    public void StolenSlotsStayUsed()
    {
        using var made = new Made(8, 8);
        uint[] slots = [made.TakeOne(), made.TakeOne()];
        made.Push(slots);
        SlotChain stolen = made.Slab->Steal();
        Assert.True(made.Slab->TryUnlink(ref stolen, out uint first));
        Assert.True(made.Slab->TryUnlink(ref stolen, out uint second));
        Assert.False(made.Slab->TryUnlink(ref stolen, out _));
        Assert.Equal(slots.Order(), new[] { first, second }.Order());
        Assert.Equal(2, made.Slab->Used);
        made.Slab->Validate("test");
    }

    [Fact]
    public void TangledChainsPutNoSlotInTwoPlaces()
    {
        using var made = new Made(8, 8);
        uint[] slots = [.. Enumerable.Range(0, 8).Select(_ => made.TakeOne())];
        made.Push(slots[0], slots[1], slots[2]);
        made.Slab->Links[slots[1] - 8] = OwnedSlab.Out;    // as a pusher of the same slot sees it that is late
        made.Push(slots[3], slots[1], slots[4]);

        made.Slab->Collect();
        Assert.True(made.Slab->Lost > 0, "nothing was lost: the chains were not tangled");
        Assert.Equal(8, made.Slab->Used + made.Slab->IdleCount);
        int idle = made.Slab->IdleCount;
        uint[] taken = [.. Enumerable.Range(0, idle).Select(_ => made.TakeOne())];
        Assert.False(made.Slab->Replenish());
        Assert.Equal(idle, taken.Distinct().Count());
        Assert.Equal(8, made.Slab->Used);
    }

    [Fact]
    public void PushesWaitOnAnAbandonedSlabUntilTheLastOneClaimsIt()
    {
        using var made = new Made(8, 8);
        uint[] slots = [made.TakeOne(), made.TakeOne(), made.TakeOne()];
        made.Slab->Listed = true;
        Assert.True(made.Slab->TryAbandon());
        Assert.Equal(PushOutcome.Pushed, made.Push(slots[0]));
        made.Slab->Validate("test");
        Assert.Equal(PushOutcome.Pushed, made.Push(slots[1]));
        Assert.Equal(PushOutcome.Claimed, made.Push(slots[2]));
        Assert.Equal((0, 0, 8), (made.Slab->Used, made.Slab->RemoteCount, made.Slab->IdleCount));
        made.Slab->Validate("test");
    }

    [Fact]
    public void FirstPushOntoAnAbandonedSlabWithoutIdleSlotsClaimsIt()
    {
        using var made = new Made(8, 4);
        uint[] slots = [.. Enumerable.Range(0, 4).Select(_ => made.TakeOne())];
        Assert.True(made.Slab->TryAbandon());
        made.Slab->Validate("test");
        Assert.Equal(PushOutcome.Claimed, made.Push(slots[2]));
        Assert.True(made.Slab->IsOwnedBy(Other));
        Assert.Equal(3, made.Slab->Used);
        made.Slab->Validate("test");
    }

    [Fact]
    public void ClaimCollectsWhatWaited()
    {
        using var made = new Made(8, 8);
        uint[] slots = [made.TakeOne(), made.TakeOne(), made.TakeOne()];
        made.Slab->Listed = true;
        made.Slab->TryAbandon();
        made.Push(slots[0], slots[2]);
        Assert.True(made.Slab->TryClaim(Other));
        Assert.Equal((1, 0), (made.Slab->Used, made.Slab->RemoteCount));
        made.Slab->Validate("test");
    }

    [Fact]
    public void NoSlotIsLostWhilePushersAndOwnersTakeTurns()
    {
        const int Slots = 256, Threads = 4, Rounds = 60_000;
        using var made = new Made(Slots, Slots);
        nint slab = (nint)made.Slab;
        int[] holder = new int[2 * Slots];
        made.Slab->Listed = true;
        made.Slab->TryAbandon();
        TestPools.OnThreads(Threads, thread => TakeTurns((OwnedSlab*)slab, holder, thread + 1, Rounds));

        Assert.True(made.Slab->IsAbandoned);
        Assert.Equal(0, made.Slab->Used);
        made.Slab->TryClaim(Me);
        made.Slab->Listed = false;
        Assert.Equal(Slots, Enumerable.Range(0, Slots).Select(_ => made.TakeOne()).Distinct().Count());
        made.Slab->Validate("test");
    }

    // Claims when it can, takes some, lets go, and gives them back from outside: as often as not that claims again.
    private static void TakeTurns(OwnedSlab* slab, int[] holder, int thread, int rounds)
    {
        uint* mine = stackalloc uint[16];
        for (int round = 0; round < rounds; round++)
        {
            if (!slab->TryClaim(thread)) continue;
            slab->Replenish();
            int count = slab->Take(mine, 1 + round % 16);
            while (!slab->TryAbandon()) slab->Collect();
            for (int i = 0; i < count; i++) Assert.Equal(0, Interlocked.Exchange(ref holder[mine[i]], thread));
            SlotChain chain = default;
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(thread, Interlocked.Exchange(ref holder[mine[i]], 0));
                Assert.True(slab->TryLink(ref chain, mine[i]));
            }

            if (count == 0 || slab->Push(chain, thread) == PushOutcome.Pushed) continue;
            while (!slab->TryAbandon()) slab->Collect();
        }
    }

    private sealed class Made : IDisposable
    {
        private readonly ulong* _sets;
        private readonly ushort* _links;

        public Made(uint firstSlot, int slots)
        {
            _sets = (ulong*)NativeMemory.AllocZeroed((nuint)OwnedSlab.SetBytes(slots));
            _links = (ushort*)NativeMemory.AllocZeroed((nuint)slots, sizeof(ushort));
            Slab = (OwnedSlab*)NativeMemory.AllocZeroed(OwnedSlab.Bytes);
            Slab->Make(_sets, _links, firstSlot, slots, skipsFirst: firstSlot == 0);
            Slab->Open(Me);
        }

        public OwnedSlab* Slab { get; }

        /// <summary>One slot, 0 where there is none.</summary>
        public uint TakeOne()
        {
            uint slot = 0;
            return Slab->Replenish() && Slab->Take(&slot, 1) == 1 ? slot : 0;
        }

        public PushOutcome Push(params uint[] slots)
        {
            SlotChain chain = default;
            foreach (uint slot in slots) Assert.True(Slab->TryLink(ref chain, slot));
            return Slab->Push(chain, Other);
        }

        public void Dispose()
        {
            NativeMemory.Free(_sets);
            NativeMemory.Free(_links);
            NativeMemory.Free(Slab);
        }
    }
}
