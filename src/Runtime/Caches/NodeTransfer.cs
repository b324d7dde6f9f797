using System.Runtime.CompilerServices;

namespace Slabwise.Caches;

/// <summary>The batches that wait in front of a pool's slabs: one <see cref="TransferCache"/>, or one for every node, which holds its own slots only.</summary>
/// <remarks>Were a full hand's slots to wait at the node where they were returned, memory that is rented on one node and returned on another would
/// circulate on the wrong one for good.</remarks>
internal static unsafe class NodeTransfer
{
    /// <summary>Takes a batch of this node's slots; 0 where none waits. Writes up to 12 bytes beyond it.</summary>
    public static int TryTake(PoolCore* core, uint* destination) =>
        core->Slabs.Parts is null ? core->FirstTransfer.TryTake(destination) : TakeNear(core, destination);

    /// <summary>Takes a batch of the nearest node that has one, for a thread whose pool is at its bound.</summary>
    public static int TryTakeAnywhere(PoolCore* core, uint* destination)
    {
        NodeParts* parts = core->Slabs.Parts;
        int count = 0;
        if (parts is null) return count;
        foreach (ushort node in NodeParts.NearestTo(parts, parts->CurrentNode()))
        {
            count = At(core, node).TryTake(destination);
            if (count > 0) break;
        }

        return count;
    }

    /// <summary>Sends those slots home that are another node's; says how many are left, at the front.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int KeepNear(PoolCore* core, uint* slots, int count)
    {
        int near = core->Slabs.Parts->Gather(slots, count, core->Slabs.Parts->CurrentNode());
        if (near < count) GiveHome(core, slots + near, count - near);
        return near;
    }

    /// <summary>Gives slots to the batches of their nodes, or to the slabs where there is no room, or a handful is not worth a block.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GiveHome(PoolCore* core, uint* slots, int count)
    {
        CacheCare.Wake();
        NodeParts* parts = core->Slabs.Parts;
        while (count > 0)
        {
            int node = parts->NodeOf(*slots), run = parts->Gather(slots, count, node);
            if (run * 2 < core->HandBatch || !At(core, node).TryGive(slots, run))
            {
                Interlocked.Increment(ref core->SlabSpills);
                core->Slabs.Give(ref core->Memory, slots, run);
            }

            slots += run;
            count -= run;
        }
    }

    /// <summary>Slots that wait on all nodes; exact only while nobody moves a batch.</summary>
    public static long CountSlots(PoolCore* core)
    {
        long sum = core->FirstTransfer.CountSlots();
        for (int node = 1; node < core->Slabs.Tiers; node++) sum += At(core, node).CountSlots();
        return sum;
    }

    /// <summary>Lists the slots that wait; at rest only.</summary>
    /// <exception cref="InvalidOperationException">A node has another one's slot.</exception>
    public static void AddSlotsTo(PoolCore* core, List<uint> slots)
    {
        for (int node = 0; node < core->Slabs.Tiers; node++)
        {
            int before = slots.Count;
            At(core, node).AddSlotsTo(slots);
            for (int at = before; core->Slabs.IsShared && at < slots.Count; at++)
            {
                int home = core->Slabs.Parts->NodeOf(slots[at]);
                if (home != node) throw new InvalidOperationException($"Slot {slots[at]} of node {home} waits at node {node}.");
            }
        }
    }

    /// <summary>A node's batches; node 0's where there is only one.</summary>
    public static ref TransferCache At(PoolCore* core, int node) =>
        ref node == 0 ? ref core->FirstTransfer : ref NodeParts.At(core->Slabs.Parts, node)->Transfer;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TakeNear(PoolCore* core, uint* destination) => At(core, core->Slabs.Parts->CurrentNode()).TryTake(destination);
}
