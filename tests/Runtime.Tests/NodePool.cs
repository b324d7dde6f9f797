using Slabwise.Caches;
using Slabwise.Pools;

namespace Slabwise.Runtime.Tests;

/// <summary>The tiers of a pool of 64-byte objects below the hands, on the nodes of the moment.</summary>
internal sealed unsafe class NodePool : IDisposable
{
    public readonly PoolCore* Core;

    public NodePool(long maxBytes = 0, CacheKind cache = CacheKind.PerCpu)
    {
        Core = StructPoolStart.Start(
            new PoolDeclaration { Name = "nodes", MaxBytes = maxBytes, Cache = cache },
            64).Core;
    }

    public NodeParts* Parts => Core->Slabs.Parts;

    /// <summary>Takes slots as a rent of many does, until there are as many as wanted or no more.</summary>
    public uint[] Rent(int count)
    {
        var slots = new List<uint>();
        uint* batch = stackalloc uint[TransferCache.BatchSlots + 4];
        int got;
        while (slots.Count < count && (got = SlotFlow.TakeMany(Core, batch, count - slots.Count)) > 0) slots.AddRange(new ReadOnlySpan<uint>(batch, got));
        return [.. slots];
    }

    /// <summary>Gives slots back as a return of many does.</summary>
    public void Return(ReadOnlySpan<uint> slots)
    {
        uint* batch = stackalloc uint[TransferCache.BatchSlots + 4];
        for (int at = 0; at < slots.Length; at += TransferCache.BatchSlots)
        {
            ReadOnlySpan<uint> run = slots.Slice(at, Math.Min(TransferCache.BatchSlots, slots.Length - at));
            run.CopyTo(new Span<uint>(batch, run.Length));
            SlotFlow.GiveMany(Core, batch, run.Length);
        }
    }

    /// <summary>Moves this thread's hand and all that waits for it to the slabs.</summary>
    public void Drain()
    {
        ThreadHands.EmptyCurrent(Core);
        SlotFlow.Drain(Core);
    }

    /// <summary>Leaves nothing in this thread's hand and the CPUs' blocks, which do not sort slots that they held before the threads moved.</summary>
    public void EmptyCaches()
    {
        ThreadHands.EmptyCurrent(Core);
        CpuCaches.DrainAll(Core);
    }

    public byte* AddressOf(uint slot) => Core->Memory.Base + (long)slot * 64;

    /// <summary>Holds the equations of every tier, that no slot is in two places, and that every batch waits at home.</summary>
    public void Validate(long rented)
    {
        Core->Slabs.Validate("nodes", in Core->Memory);
        NodeSharded.Validate(Core, "nodes");
        long idle = IdleSlots.Of(Core).Count;
        if (Core->Slabs.Used != rented + idle) throw new InvalidOperationException($"{Core->Slabs.Used} slots are out, {rented} are rented and {idle} idle.");
    }

    public void Dispose()
    {
        ThreadHands.EmptyCurrent(Core);
        PoolCore.Close(Core);
    }
}
