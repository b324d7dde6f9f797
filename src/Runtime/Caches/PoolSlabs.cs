using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>One pool's slabs: a tier on every memory node where there are several, else the only one.</summary>
/// <remarks>
/// <para>On N nodes each tier counts its slots from 0; in the pool a slot's number is that plus the first one of the node's part (see
/// <see cref="NodeParts"/>). A slot comes from the tier of the CPU's node, or of the nearest that has one, and goes back to its own, wherever
/// it was in between: so what a thread is handed past the caches is near, and foreign slots gather nowhere.</para>
/// <para>On one node all there is of this is a pointer, asked where slots come from slabs or go to them.</para>
/// <para>Pools without a range have one tier on any machine: there a page lies where it was first touched.</para>
/// </remarks>
internal unsafe partial struct PoolSlabs
{
    private SlabTier _first;
    private NodeParts* _parts;

    /// <summary>The first node's tier: the only one, unless <see cref="IsShared"/>.</summary>
    [UnscopedRef]
    public ref SlabTier First => ref _first;

    /// <summary>Whether there are tiers on several nodes.</summary>
    public readonly bool IsShared => _parts is not null;

    /// <summary>The nodes' parts; null where there is one tier.</summary>
    public readonly NodeParts* Parts => _parts;

    /// <inheritdoc cref="SlabTier.Initialize(long, int)"/>
    public void Initialize(long maxSlabs, int shift) => _first.Initialize(maxSlabs, shift);

    /// <inheritdoc cref="SlabTier.Initialize(in SlabMemory)"/>
    public void Initialize(in SlabMemory memory) => _first.Initialize(in memory);

    /// <summary>Starts a pool whose memory is shared out among nodes, if it has a range and there are several.</summary>
    /// <param name="memory">The pool's memory, of which the first part is left to it.</param>
    /// <param name="transfer">The pool's batches, which become those of the first node.</param>
    /// <param name="nodes">The nodes.</param>
    public void Initialize(ref SlabMemory memory, ref TransferCache transfer, NumaTopology nodes)
    {
        if (NodeParts.AreWorthIt(in memory, nodes)) ShareOut(ref memory, ref transfer, nodes);
        _first.Initialize(in memory);
    }

    // Where memory is too short for the parts, the pool stays whole. They are shown when all are made: whoever goes over all pools, as
    // decay does, may come by already.
    private void ShareOut(ref SlabMemory memory, ref TransferCache transfer, NumaTopology nodes)
    {
        NodeParts* parts = null;
        try
        {
            parts = NodeParts.Create(in memory, nodes);
            NodeParts.Make(parts, ref memory, ref transfer, nodes);
            _first.LieOn(nodes.MemoryOf(0));
            Interlocked.MemoryBarrier();
            _parts = parts;
        }
        catch (OutOfMemoryException)
        {
            if (parts is not null) NodeParts.Close(parts, ref memory);
        }
    }

    /// <summary>Binds what is kept beside the slots where their slabs are bound.</summary>
    /// <param name="array">An array with the same number of bytes for each slot.</param>
    /// <param name="bytesPerSlab">Its bytes for the slots of one slab.</param>
    /// <param name="nodes">The nodes.</param>
    public readonly void BindBeside(byte* array, long bytesPerSlab, NumaTopology nodes)
    {
        if (_parts is not null) NodeParts.Bind(_parts, array, bytesPerSlab, nodes);
    }

    /// <summary>Gives the bookkeeping back, and the range of all parts to the pool's own memory.</summary>
    public void Close(ref SlabMemory memory)
    {
        _first.Close(in memory);
        if (_parts is null) return;
        NodeParts.Close(_parts, ref memory);
        _parts = null;
    }

    /// <summary>Takes up to <paramref name="count"/> free slots, near ones as long as there are any; 0 where memory has run out.</summary>
    public int Take(ref SlabMemory memory, uint* destination, int count) =>
        _parts is null ? _first.Take(ref memory, destination, count) : TakeNear(ref memory, destination, count);

    /// <summary>Gives free slots back. On several nodes their numbers are lost on the way.</summary>
    public void Give(ref SlabMemory memory, uint* slots, int count)
    {
        if (_parts is null) _first.Give(ref memory, slots, count);
        else GiveHome(ref memory, slots, count);
    }

    /// <summary>Keeps every slot where it is until <see cref="LetGo"/>, in a pool whose slots have no memory, and so no node.</summary>
    public void Hold() => _first.Hold();

    public void LetGo() => _first.LetGo();

    /// <summary>Whether a slot lies free in its slab.</summary>
    public readonly bool IsFree(uint slot)
    {
        if (_parts is null) return _first.IsFree(slot);
        int node = _parts->NodeOf(slot);
        uint within = slot - _parts->FirstOf(node);
        return node == 0 ? _first.IsFree(within) : NodeParts.At(_parts, node)->Slabs.IsFree(within);
    }

    /// <summary>Whether a slot lies in a slab that was ever used.</summary>
    public readonly bool IsTouched(uint slot, int shift)
    {
        int node = _parts is null ? 0 : _parts->NodeOf(slot);
        long frontier = node == 0 ? Volatile.Read(in _first.Frontier) : Volatile.Read(in NodeParts.At(_parts, node)->Slabs.Frontier);
        return slot != 0 && (slot - (node == 0 ? 0 : _parts->FirstOf(node))) >> shift < frontier;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int TakeNear(ref SlabMemory memory, uint* destination, int count)
    {
        foreach (ushort node in NodeParts.NearestTo(_parts, _parts->CurrentNode()))
        {
            int taken = TierOf(node).Take(ref MemoryOf(ref memory, node), destination, count);
            if (taken == 0) continue;
            uint first = _parts->FirstOf(node);
            for (int at = 0; at < taken; at++) destination[at] += first;
            return taken;
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GiveHome(ref SlabMemory memory, uint* slots, int count)
    {
        while (count > 0)
        {
            int node = _parts->NodeOf(*slots), run = _parts->Gather(slots, count, node);
            uint first = _parts->FirstOf(node);
            for (int at = 0; at < run; at++) slots[at] -= first;
            TierOf(node).Give(ref MemoryOf(ref memory, node), slots, run);
            slots += run;
            count -= run;
        }
    }

    /// <summary>The node whose tier a slot belongs to; 0 where there is only one.</summary>
    public readonly int NodeOf(uint slot) => _parts is null ? 0 : _parts->NodeOf(slot);

    /// <summary>A node's tier.</summary>
    [UnscopedRef]
    public ref SlabTier TierOf(int node) => ref node == 0 ? ref _first : ref NodeParts.At(_parts, node)->Slabs;

    /// <summary>A node's part of the pool's memory.</summary>
    public readonly ref SlabMemory MemoryOf(ref SlabMemory first, int node) =>
        ref node == 0 ? ref first : ref NodeParts.At(_parts, node)->Memory;
}
