using Slabwise.Caches;
using Slabwise.Heap;
using Slabwise.Pages;
using Slabwise.Pools;
using Slabwise.Shared;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Every system call fails in turn.</summary>
[Collection(FaultCollection.Name)]
public unsafe partial class FaultTests
{
    [Fact]
    public void ExtentHeapSurvivesEveryRefusal() =>
        FaultScenario.RefuseInTurn(() => new ExtentScenario(), ends: true, reserves: true, SystemCall.Reserve, SystemCall.MapLazily, SystemCall.Commit, SystemCall.Discard, SystemCall.DiscardLazily, SystemCall.Move);

    [Theory]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(70_000)]
    public void SlabTierSurvivesEveryRefusal(int size) =>
        FaultScenario.RefuseInTurn(() => new TierScenario(size), ends: true, SlabwiseOptions.ReserveAddressSpace, SystemCall.Reserve, SystemCall.MapLazily, SystemCall.Commit, SystemCall.Discard);

    [Theory]
    [InlineData(CacheKind.PerCpu, SafetyKind.Checked)]
    [InlineData(CacheKind.PerCpu, SafetyKind.Unchecked)]
    [InlineData(CacheKind.PerThread, SafetyKind.Checked)]
    public void PoolSurvivesEveryRefusal(CacheKind cache, SafetyKind safety) =>
        FaultScenario.RefuseInTurn(() => new PoolScenario(cache, safety), ends: true, SlabwiseOptions.ReserveAddressSpace, SystemCall.Reserve, SystemCall.MapLazily, SystemCall.Commit, SystemCall.Discard);

    [Fact]
    public void StartedPoolOfObjectsSurvivesEveryRefusal() =>
        FaultScenario.RefuseInTurn(() => new ObjectScenario(), ends: false, SlabwiseOptions.ReserveAddressSpace, SystemCall.MapLazily);

    [Fact]
    public void StartedPoolsFrontSurvivesEveryRefusal() =>
        FaultScenario.RefuseInTurn(() => new FrontScenario(), ends: false, SlabwiseOptions.ReserveAddressSpace, SystemCall.MapLazily);

    [Fact]
    public void NativeHeapSurvivesEveryRefusal()
    {
        Assert.SkipUnless(NativeHeap.IsRanged, "blocks come from the C library");
        FaultScenario.RefuseInTurn(() => new HeapScenario(), ends: false, SlabwiseOptions.ReserveAddressSpace, SystemCall.MapLazily, SystemCall.Discard);
    }

    [Theory]
    [InlineData(SystemCall.Reserve)]
    [InlineData(SystemCall.MapLazily)]
    public void HeapWithoutAddressSpaceFallsBackToFramesAndLeavesNothing(SystemCall kind)
    {
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "nothing is reserved");
        using var memory = new FaultyMemory();
        for (int at = 1, hit = 1; hit > 0; at++)
        {
            IReadOnlyCollection<nint> before = memory.Mappings();
            long reserved = PageHeap.ReservedBytes;
            memory.Arm(kind, at, lasts: true);
            HeapSpace? space = null;
            try
            {
                space = HeapSpace.Make();
            }
            catch (OutOfMemoryException)
            {
            }

            memory.Heal();
            hit = memory.Hit ? 1 : 0;
            if (space?.IsRanged != true) Assert.InRange(PageHeap.ReservedBytes - reserved, 0, 256 << 10);
            Assert.True(hit == 1 || space!.IsRanged);
            memory.UnmapRangesBut(before);
        }
    }

    [Fact]
    public void StartThatIsRefusedOnceSucceeds()
    {
        int tries = 0;
        Assert.Equal(7, SecondTry.OfStart(() => ++tries == 1 ? throw new OutOfMemoryException() : 7));
        Assert.Throws<OutOfMemoryException>(() => SecondTry.OfStart<int>(() => throw new OutOfMemoryException()));
    }

    private sealed class ExtentScenario : FaultScenario
    {
        private readonly ExtentHeap* _heap = (ExtentHeap*)MetadataHeap.Alloc(sizeof(ExtentHeap));
        private bool _started;
        private long _now;

        public override bool Run()
        {
            if (!_started && !(_started = _heap->TryInitialize(256 << 20))) return false;
            bool all = true;
            var held = new List<uint>();
            for (uint i = 1; i <= 60; i++)
            {
                uint page = _heap->Alloc(i * 7 % 64 + 1, i % 5 == 0 ? 16u : 1u);
                if (page == 0) all = false;
                else held.Add(page);
                if (page != 0) Fill(page, (byte)(i | 1));
            }

            for (int i = held.Count - 1; i >= 0; i -= 2)
            {
                Assert.True(_heap->TryFree(held[i]));
                held.RemoveAt(i);
            }

            foreach (uint page in held) all &= _heap->TryResize(page, _heap->PagesOf(page) + 1) || _heap->TryResize(page, 1);
            all &= MoveOne(held);
            all &= TakeLarge(held);
            foreach (uint page in held) Assert.True(_heap->TryFree(page));
            DecaySome();
            _heap->Purge();
            return all && _heap->Count() is { Dirty: 0, Muzzy: 0 };
        }

        public override void Validate()
        {
            if (_started) _heap->Validate();
        }

        public override void Dispose()
        {
            if (_started) _heap->Close();
            MetadataHeap.Free(_heap, sizeof(ExtentHeap));
        }

        // Clean pages read as zero, whatever was refused before.
        private bool TakeLarge(List<uint> held)
        {
            _heap->Purge();
            uint large = _heap->Alloc(600, 1);
            if (large == 0) return false;
            held.Add(large);
            for (uint page = large; page < large + 600; page += 37)
                if (!_heap->WasWritten(page)) Assert.Equal(0, _heap->Base[(nint)page << ExtentHeap.PageShift]);
            Fill(large, 3);
            return true;
        }

        private bool MoveOne(List<uint> held)
        {
            uint from = _heap->Alloc(300, 1), to = _heap->Alloc(400, 1);
            if (from != 0) Fill(from, 5);
            bool moved = from != 0 && to != 0 && _heap->TryMove(from, to);
            if (moved) Assert.Equal(5, _heap->Base[(nint)(to + 299) << ExtentHeap.PageShift]);
            if (from != 0 && !moved) held.Add(from);
            if (to != 0) held.Add(to);
            return moved;
        }

        private void DecaySome()
        {
            for (int i = 0; i < 3; i++) _heap->TryDecay(_now += 1000, 100, 1500);
        }

        private void Fill(uint page, byte value)
        {
            for (uint i = 0; i < _heap->PagesOf(page); i++) _heap->Base[(nint)(page + i) << ExtentHeap.PageShift] = value;
        }
    }

    private sealed class TierScenario(int size) : FaultScenario
    {
        private SlabTier _tier;
        private SlabMemory _memory;
        private bool _started;
        private long _now;

        public override bool Run()
        {
            if (!_started)
            {
                try
                {
                    _memory.Initialize(SlabGeometry.For(size, 1), 0, isChecked: true, SlabwiseOptions.ReserveAddressSpace, "fault");
                }
                catch (OutOfMemoryException)
                {
                    return false;
                }

                _tier.Initialize(in _memory);
                _started = true;
            }

            int wanted = Math.Max(300, 40 << _memory.SlotShift), taken = 0;
            uint* slots = (uint*)MetadataHeap.TryAlloc(wanted * sizeof(uint));
            if (slots is null) return false;
            for (int got = 1; taken < wanted && got > 0; taken += got) got = _tier.Take(ref _memory, slots + taken, Math.Min(128, wanted - taken));
            if (_memory.IsRange)
            {
                for (int i = 0; i < taken; i++) _memory.Base[slots[i] * (long)(_memory.SlabBytes >> _memory.SlotShift)] = 1;
            }

            _tier.Give(ref _memory, slots, taken);
            MetadataHeap.Free(slots, wanted * sizeof(uint));
            Assert.Equal(0, _tier.Used);
            for (int i = 0; i < 3; i++) _tier.Decay(ref _memory, _now += 1000, 100, 1500);
            _tier.Purge(ref _memory);
            return taken == wanted && (!_memory.IsRange || _tier.EmptySlabs == 0);
        }

        public override void Validate()
        {
            if (_started) _tier.Validate("fault", in _memory);
        }

        public override void Dispose()
        {
            if (!_started) return;
            _tier.Close(in _memory);
            _memory.Close();
        }
    }

    // A pool of its own for each run, on the tiers themselves: that of a type starts once in a process.
    private sealed class PoolScenario(CacheKind cache, SafetyKind safety) : FaultScenario
    {
        private const int Slots = 20_000;
        private readonly uint[] _held = new uint[Slots];
        private StructPoolStart? _start;

        private PoolCore* Core => _start!.Core;

        public override bool Run()
        {
            try
            {
                _start ??= StructPoolStart.Start(new PoolDeclaration { Name = "fault", Cache = cache, Safety = safety, MaxCached = 8 }, 200);
            }
            catch (OutOfMemoryException)
            {
                return false;
            }

            int held = 0;
            while (held < Slots && Take() is var slot and not 0) _held[held++] = slot;
            bool all = held == Slots;
            Assert.Equal(held, _held.Take(held).Distinct().Count());
            while (held > 0) SlotHand.SpillAndPush(Core, _held[--held]);
            all &= TakeAndGiveMany();
            ThreadHands.EmptyCurrent(Core);
            SlotFlow.Drain(Core);
            Core->Slabs.Purge(ref Core->Memory);
            Assert.Equal(0, Core->Slabs.Used);
            return all && (!Core->Memory.IsRange || Core->Slabs.EmptySlabs == 0);
        }

        public override void Validate()
        {
            if (_start is null) return;
            Core->Slabs.Validate("fault", in Core->Memory);
            NodeSharded.Validate(Core, "fault");
        }

        public override void Dispose()
        {
            if (_start is null) return;
            PoolCore.Close(Core);
        }

        private uint Take() => SlotHand.Pop(Core->HandPlace) is var slot and not 0 ? slot : SlotHand.RefillAndPop(Core);

        private bool TakeAndGiveMany()
        {
            uint* batch = stackalloc uint[TransferCache.BatchSlots + 4];
            int got = SlotFlow.TakeMany(Core, batch, TransferCache.BatchSlots);
            SlotFlow.GiveMany(Core, batch, got);
            return got > 0;
        }

        // A core stays for late hands when its pool closes.
        public override long KeptForGood =>
            _start is null ? 0 : MetadataHeap.SizeOf(sizeof(PoolCore) + (Core->Cpus is null ? 0 : CpuTable.BytesFor((int)Core->Cpus->Bound)));
    }

    private sealed class ObjectScenario : FaultScenario
    {
        private static readonly ClassPool<FaultItem> Pool = FaultItem.Pool;

        public override bool Run()
        {
            FaultItem[] items = [.. Enumerable.Range(0, 5000).Select(_ => FaultItem.Rent())];
            Assert.Equal(5000, items.Distinct().Count());
            foreach (FaultItem item in items) FaultItem.Return(item);
            Pool.Trim();
            Assert.Equal(0, Pool.GetStatistics().Rented);
            return true;
        }

        public override void Validate() => Pool.Validate();

        public override void Dispose()
        {
        }
    }

    private sealed class FrontScenario : FaultScenario
    {
        private struct Front { public long A, B, C, D, E, F, G, H; }

        private static readonly StructPool<Front> Pool = StructPool<Front>.Shared;

        public override bool Run()
        {
            var held = new List<Pooled<Front>>();
            bool all = true;
            while (held.Count < 3000 && Pool.TryRent(out Pooled<Front> one)) held.Add(one);
            all &= held.Count == 3000;
            foreach (Pooled<Front> one in held) Pool.Return(one);
            var many = new Pooled<Front>[500];
            try
            {
                Pool.Rent(many);
                Pool.Return(many);
                using Reservation<Front> reservation = Pool.Reserve(100_000);
                reservation.Rent().Dispose();
            }
            catch (OutOfMemoryException e)
            {
                Assert.NotEmpty(e.Message);
                all = false;
            }

            Pool.Trim();
            Assert.Equal(0, Pool.GetStatistics().Rented);
            return all;
        }

        public override void Validate() => Pool.Validate();

        public override void Dispose() => Pool.Trim();
    }

    private sealed class HeapScenario : FaultScenario
    {
        public override bool Run()
        {
            var held = new List<(nint Address, nuint Bytes, byte Mark)>();
            bool all = true;
            for (int i = 0; i < 120; i++)
            {
                nuint bytes = i % 4 == 3 ? (nuint)(i * 700 + 33_000) : (nuint)(i % 5 * 6000 + 100);
                all &= Try(() =>
                {
                    byte* block = (byte*)(i % 3 == 0 ? NativeHeap.AllocZeroed(bytes) : NativeHeap.AlignedAlloc(bytes, 64));
                    if (i % 3 == 0) Assert.Equal(-1, new Span<byte>(block, (int)bytes).IndexOfAnyExcept((byte)0));
                    new Span<byte>(block, (int)bytes).Fill((byte)i);
                    held.Add(((nint)block, bytes, (byte)i));
                });
            }

            for (int i = 0; i < held.Count; i += 3)
            {
                (nint address, nuint bytes, byte mark) = held[i];
                all &= Try(() => held[i] = ((nint)NativeHeap.Realloc((void*)address, bytes * 2), bytes, mark));
            }

            foreach ((nint address, nuint bytes, byte mark) in held)
            {
                Assert.Equal(-1, new Span<byte>((void*)address, (int)bytes).IndexOfAnyExcept(mark));
                NativeHeap.Free((void*)address);
            }

            all &= Try(UseArena) & Try(UseWriter) & Try(MoveLarge);
            NativeHeap.Trim();
            return all;
        }

        public override void Validate() => NativeHeap.Validate();

        public override void Dispose() => NativeHeap.Trim();

        private static void UseArena()
        {
            using var arena = new Arena();
            for (int i = 0; i < 300; i++) arena.Alloc<long>(i * 10).Fill(i);
        }

        // What lies behind the first block keeps it from growing where it is.
        private static void MoveLarge()
        {
            byte* first = (byte*)NativeHeap.Alloc(3 << 20), second = null;
            try
            {
                second = (byte*)NativeHeap.Alloc(3 << 20);
                new Span<byte>(first, 3 << 20).Fill(9);
                first = (byte*)NativeHeap.Realloc(first, 7 << 20);
                Assert.Equal(-1, new Span<byte>(first, 3 << 20).IndexOfAnyExcept((byte)9));
            }
            finally
            {
                NativeHeap.Free(first);
                NativeHeap.Free(second);
            }
        }

        private static void UseWriter()
        {
            using var writer = new SlabBufferWriter();
            for (int i = 0; i < 100; i++)
            {
                writer.GetSpan(10_000)[..10_000].Fill((byte)i);
                writer.Advance(10_000);
            }

            using System.Buffers.IMemoryOwner<byte> owner = SlabMemoryPool.Shared.Rent(100_000);
            owner.Memory.Span.Fill(1);
        }

        private static bool Try(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (OutOfMemoryException e)
            {
                Assert.NotEmpty(e.Message);
                return false;
            }
        }
    }
}

[SizeClassPooled]
internal sealed partial class FaultItem;
