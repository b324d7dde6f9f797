using System.Runtime.InteropServices;
using Iced.Intel;
using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

public unsafe class RseqTests
{
    private struct Hopped { public long Owner, B, C, D, E, F, G, Check; }

    [Fact]
    public void RefusedExecutablePageGivesAReason()
    {
        Assert.Equal(0, RseqPath.Start(new RefusesCode(), wanted: true, out string reason));
        Assert.False(string.IsNullOrEmpty(reason));
        if (RseqPath.IsActive) Assert.Equal("test: no executable pages", reason);
    }

    [Fact]
    public void SwitchedOffGivesAReason()
    {
        Assert.Equal(0, RseqPath.Start(OsMemory.Current, wanted: false, out string reason));
        Assert.Contains("option rseq", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RseqCode.PopEntry, 0)]
    [InlineData(RseqCode.PushEntry, 32)]
    public void SequenceKeepsTheKernelsRules(int entry, int descriptor)
    {
        byte* page = (byte*)NativeMemory.AlignedAlloc(RseqCode.PageBytes, RseqCode.PageBytes);
        new Span<byte>(page, RseqCode.PageBytes).Clear();
        long aborts;
        RseqCode.Write(page, -64, &aborts);

        ulong start = *(ulong*)(page + descriptor + 8), length = *(ulong*)(page + descriptor + 16), abort = *(ulong*)(page + descriptor + 24);
        Assert.Equal(0ul, *(ulong*)(page + descriptor));
        Assert.Equal(0, descriptor % 32);
        Assert.Equal(RseqAbi.Signature, *(uint*)(abort - 4));
        Assert.False(abort >= start && abort < start + length, "the abort address lies outside the sequence");

        Instruction[] inside = Decode(start, (int)length);
        Assert.Equal(Mnemonic.Mov, inside[0].Mnemonic);
        Assert.Equal(Register.FS, inside[0].MemorySegment);
        Instruction commit = inside[^1];
        Assert.Equal(start + length, commit.NextIP);
        Assert.Equal(Mnemonic.Mov, commit.Mnemonic);
        Assert.Equal(Register.R8, commit.MemoryBase);
        Assert.Equal(0ul, commit.MemoryDisplacement64);
        Assert.DoesNotContain(inside[..^1], i => i.Mnemonic is Mnemonic.Call or Mnemonic.Syscall or Mnemonic.Int);
        Assert.Single(inside, i => i.Op0Kind == OpKind.Memory && i.Mnemonic == Mnemonic.Mov);
        Assert.All(inside.Where(i => i.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch), i =>
            Assert.InRange(i.NearBranchTarget, start, start + length + 1));

        Instruction[] afterAbort = Decode(abort, 19);
        Assert.Equal(Mnemonic.Jmp, afterAbort[^1].Mnemonic);
        Assert.Equal((ulong)(page + entry), afterAbort[^1].NearBranchTarget);
        NativeMemory.AlignedFree(page);
    }

    [Fact]
    public void PossibleCpusAreReadFromTheKernelsList()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "0-3,8-11\n");
        Assert.Equal(12, CpuTopology.ReadPossible(file));
        File.WriteAllText(file, "0\n");
        Assert.Equal(1, CpuTopology.ReadPossible(file));
        File.WriteAllText(file, "nonsense");
        Assert.InRange(CpuTopology.ReadPossible(file), Environment.ProcessorCount, int.MaxValue);
        File.Delete(file);
        Assert.InRange(CpuTopology.ReadPossible(file), Environment.ProcessorCount, int.MaxValue);
    }

    [Fact]
    public void HoppingBetweenCpusLosesNothing()
    {
        StructPool<Hopped> pool = StructPool<Hopped>.Shared;
        TestPools.OnThreads(6, thread => Hop(pool, thread, OperatingSystem.IsLinux()));

        TestPools.CollectDeadThreads();
        Assert.Equal(0, pool.GetStatistics().Rented);
        pool.Validate();
    }

    [Fact]
    public void InterruptedSequencesStartOverAndLoseNoSlot()
    {
        if (!RseqPath.IsActive) Assert.Skip("this process caches by thread");
        const int slots = 4096, batch = 1024, room = 32, enough = 50;
        int cpus = CpuTopology.PossibleCpus;
        var table = (CpuTable*)NativeMemory.AllocZeroed((nuint)CpuTable.BytesFor(cpus));
        table->Bound = (uint)cpus;
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            // Each has room for all, so that a slot always finds a place.
            var block = (CpuBlock*)NativeMemory.AllocZeroed((nuint)CpuBlock.BytesFor(slots));
            block->Capacity = slots;
            CpuTable.Entries(table)[cpu] = block;
        }

        uint* all = stackalloc uint[slots];
        for (uint slot = 0; slot < slots; slot++) all[slot] = slot + 1;
        Assert.Equal(slots, RseqPath.Push(table, all, slots));

        // Threads that do nothing but run sequences are interrupted inside of one as soon as there are more of them than CPUs.
        long before = RseqPath.Aborts, rounds = 0;
        DateTime end = DateTime.UtcNow.AddMinutes(2);
        TestPools.OnThreads(2 * Environment.ProcessorCount + 2, _ =>
        {
            uint* taken = stackalloc uint[batch + room];
            do
            {
                for (int i = 0; i < 1000; i++)
                {
                    int got = RseqPath.Pop(table, taken, batch);
                    for (int given = 0; given < got;) given += RseqPath.Push(table, taken + given, got - given);
                }

                Interlocked.Increment(ref rounds);
            }
            while (RseqPath.Aborts < before + enough && DateTime.UtcNow < end);
        });

        var seen = new List<uint>();
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            CpuBlock* block = CpuTable.Entries(table)[cpu];
            seen.AddRange(new ReadOnlySpan<uint>(CpuBlock.Slots(block), (int)block->Count));
            NativeMemory.Free(block);
        }

        NativeMemory.Free(table);
        seen.Sort();
        Assert.Equal(Enumerable.Range(1, slots).Select(slot => (uint)slot), seen);
        Assert.True(RseqPath.Aborts >= before + enough, $"{RseqPath.Aborts - before} sequences were interrupted in {rounds} thousand");
    }

    private static void Hop(StructPool<Hopped> pool, int thread, bool hopping)
    {
        var handles = new Pooled<Hopped>[200];
        for (int step = 0; step < 3000; step++)
        {
            if (hopping && step % 8 == 0) TestPools.PinTo((step / 8 + thread) % Environment.ProcessorCount);
            pool.Rent(handles);
            for (int i = 0; i < handles.Length; i++) (handles[i].Value.Owner, handles[i].Value.Check) = (thread << 20 | i, ~(long)(thread << 20 | i));
            foreach (Pooled<Hopped> handle in handles) Assert.Equal(~handle.Value.Owner, handle.Value.Check);
            pool.Return(handles);
        }
    }

    private static Instruction[] Decode(ulong at, int bytes)
    {
        byte[] code = new ReadOnlySpan<byte>((void*)at, bytes).ToArray();
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code), at);
        var instructions = new List<Instruction>();
        while (decoder.IP < at + (ulong)bytes) instructions.Add(decoder.Decode());
        return [.. instructions];
    }

    private sealed class RefusesCode : OsMemory
    {
        public override nint Reserve(nint bytes) => Current.Reserve(bytes);

        public override nint MapLazily(nint bytes) => Current.MapLazily(bytes);

        public override bool Commit(nint address, nint bytes) => Current.Commit(address, bytes);

        public override bool Discard(nint address, nint bytes) => Current.Discard(address, bytes);

        public override void Unmap(nint address, nint bytes) => Current.Unmap(address, bytes);

        public override nint MapCode(int size, PageWriter write, out string reason)
        {
            reason = "test: no executable pages";
            return 0;
        }
    }
}
