using Slabwise.Caches;
using Slabwise.Heap;
using Slabwise.Os;
using Slabwise.Shared;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>What only a machine with several nodes can show: where the kernel put the pages.</summary>
[Collection(nameof(RecordingMemory))]
public unsafe class NumaMachineTests(ITestOutputHelper output)
{
    private const int Objects = 20_000;

    private static readonly NumaTopology s_machine = NumaReader.Read(NumaReader.SystemRoot);

    [Fact]
    public void SlabsLieOnTheNodeOfTheCpuThatRented()
    {
        RequireNodes();
        StructPool<Placed> pool = StructPool<Placed>.Shared;
        for (int node = 0; node < s_machine.Nodes; node++)
        {
            var handles = new Pooled<Placed>[Objects];
            OnNode(node, () =>
            {
                pool.Rent(handles);
                foreach (Pooled<Placed> handle in handles) handle.Value.A = 1;
            });
            PoolCore* core = pool.CoreForTests;
            uint last = (uint)handles[^1].ToBits();
            AssertPlaced(node, "slabs", (nint)handles[^1].Pointer, leastPages: Objects * 64 / 4096);
            AssertPlaced(node, "generations", (nint)(core->Memory.Generations + last), leastPages: 1);
            if (node > 0) AssertPlaced(node, "bookkeeping", (nint)NodeParts.At(core->Slabs.Parts, node), leastPages: 1);
        }
    }

    [Fact]
    public void HeapBlocksLieOnTheNodeOfTheCpuThatAllocated()
    {
        RequireNodes();
        for (int node = 0; node < s_machine.Nodes; node++)
        {
            var blocks = new nint[4000];
            OnNode(node, () =>
            {
                for (int at = 0; at < blocks.Length; at++)
                {
                    blocks[at] = (nint)NativeHeap.Alloc(1200);
                    *(long*)blocks[at] = at;
                }
            });
            AssertPlaced(node, "blocks", blocks[^1], leastPages: 1000);
            HeapClass* entry = HeapSpace.Started!.Classes + SizeClasses.Of(1200);
            AssertPlaced(node, "states", (nint)(entry->State + entry->SlotAt((void*)blocks[^1])), leastPages: 1);
            foreach (nint block in blocks) NativeHeap.Free((void*)block);
        }
    }

    [Fact]
    public void PagesThatWereGivenBackComeAgainOnTheirNode()
    {
        RequireNodes();
        StructPool<Returning> pool = StructPool<Returning>.Shared;
        int far = s_machine.Nodes - 1;
        var handles = new Pooled<Returning>[Objects];
        nint address = 0;
        for (int round = 0; round < 2; round++)
        {
            OnNode(far, () => pool.Rent(handles));

            // Another node's thread is the first to touch them, in both rounds.
            OnNode(0, () =>
            {
                foreach (Pooled<Returning> handle in handles) handle.Value.A = 1;
            });
            address = (nint)handles[^1].Pointer;
            AssertPlaced(far, $"slabs, round {round}", address, leastPages: Objects * 64 / 4096);
            OnNode(0, () => pool.Return(handles));
            Assert.InRange(pool.Trim(), Objects * 64 / 2, long.MaxValue);
        }
    }

    private void AssertPlaced(int node, string what, nint address, long leastPages)
    {
        NumaMaps.Mapping mapping = new NumaMaps().Of(address);
        int number = s_machine.NumberOf(node);
        output.WriteLine($"node {number}, {what}: {mapping}");
        Assert.Equal($"prefer:{number}", mapping.Policy.Replace("prefer (many)", "prefer", StringComparison.Ordinal));
        Assert.True(mapping.PagesOfNode.GetValueOrDefault(number) >= leastPages, $"{what} of node {number}: {mapping}");
        Assert.DoesNotContain(mapping.PagesOfNode, pages => pages.Key != number);
    }

    private static void OnNode(int node, Action body)
    {
        int cpu = Enumerable.Range(0, CpuTopology.PossibleCpus).First(candidate => s_machine.NodeOf(candidate) == node);
        using var actor = new Actor();
        actor.Do(() =>
        {
            TestPools.PinTo(cpu);
            body();
        });
    }

    private static void RequireNodes()
    {
        Assert.SkipUnless(s_machine.Nodes > 1, "this machine has one memory node");
        Assert.SkipUnless(SlabwiseOptions.ReserveAddressSpace, "a table has no parts");
    }

    private struct Placed
    {
        public long A, B, C, D, E, F, G, H;
    }

    private struct Returning
    {
        public long A, B, C, D, E, F, G, H;
    }
}
