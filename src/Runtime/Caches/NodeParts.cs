using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Shared;

namespace Slabwise.Caches;

/// <summary>How a pool's slots are shared out among memory nodes: the k-th part of the range, and of what is kept a slot beside it, is node k's.</summary>
/// <remarks>
/// <para><c>NodeOf(slot) == min(slot / slots of a part, Count - 1)</c>: a slot's node is in its number, and no table says it. The parts make up the
/// range without gap; the last one has what the division leaves.</para>
/// <para>Parts are bound when the pool starts, before a page of them is there: the system keeps the policy with the addresses, whether they are
/// committed or not, and through discarding. Binding at each commit would be a system call more for each.
/// Nor do nodes alternate slab by slab: every slab would be a mapping of its own, of which a process has 65,530.</para>
/// </remarks>
internal unsafe struct NodeParts
{
    // A pool of fewer slabs a node would soon be full on one node while another has room.
    private const int LeastSlabs = 8;

    private int _count;
    private uint _slotsOfPart;
    private long _slabsOfPart, _slabsOfRange;

    public readonly int Count => _count;

    /// <summary>Slabs of all parts together.</summary>
    public readonly long SlabsOfRange => _slabsOfRange;

    /// <summary>Whether a pool should be shared out: where there are several nodes, a range, and enough slabs.</summary>
    public static bool AreWorthIt(in SlabMemory memory, NumaTopology nodes) =>
        nodes.Nodes > 1 && memory.IsRange && memory.MaxSlabs / nodes.Nodes >= LeastSlabs;

    /// <summary>Decides who gets what of a pool's range; <see cref="Make"/> gives it to them.</summary>
    public static NodeParts* Create(in SlabMemory memory, NumaTopology nodes)
    {
        var parts = (NodeParts*)MetadataHeap.Alloc(BytesFor(nodes.Nodes));
        parts->_count = nodes.Nodes;
        parts->_slabsOfRange = memory.MaxSlabs;
        parts->_slabsOfPart = memory.MaxSlabs / nodes.Nodes;
        parts->_slotsOfPart = (uint)(parts->_slabsOfPart << memory.SlotShift);
        for (int node = 0; node < nodes.Nodes; node++)
        {
            ReadOnlySpan<int> nearest = nodes.NearestTo(node);
            for (int at = 0; at < nearest.Length; at++) OrderOf(parts, node)[at] = (ushort)nearest[at];
        }

        return parts;
    }

    /// <summary>Makes the parts of all nodes but the first, which keeps what is in the pool's core, and binds them all.</summary>
    public static void Make(NodeParts* parts, ref SlabMemory memory, ref TransferCache transfer, NumaTopology nodes)
    {
        for (int node = 1; node < parts->_count; node++)
        {
            SlabMemory part = memory.PartFrom(node * parts->_slabsOfPart, parts->FirstSlabAfter(node) - node * parts->_slabsOfPart);
            Entries(parts)[node] = NodePart.Create(in part, in transfer, nodes.MemoryOf(node));
        }

        Bind(parts, memory.Base, memory.SlabBytes, nodes);
        if (memory.Generations is not null) Bind(parts, (byte*)memory.Generations, (long)sizeof(uint) << memory.SlotShift, nodes);
        transfer.LieOn(nodes.MemoryOf(0));
        memory.MaxSlabs = parts->_slabsOfPart;
    }

    /// <summary>Binds each node's part of an array that lies beside the slabs.</summary>
    public static void Bind(NodeParts* parts, byte* array, long bytesPerSlab, NumaTopology nodes)
    {
        for (int node = 0; node < parts->_count; node++)
        {
            nint from = PageAfter(array + node * parts->_slabsOfPart * bytesPerSlab), to = PageAfter(array + parts->FirstSlabAfter(node) * bytesPerSlab);
            nodes.MemoryOf(node).Bind(from, to - from);
        }
    }

    /// <summary>Gives all parts back but the first, and the whole range to the pool's own memory, which releases it.</summary>
    public static void Close(NodeParts* parts, ref SlabMemory memory)
    {
        memory.MaxSlabs = parts->_slabsOfRange;
        for (int node = 1; node < parts->_count; node++)
        {
            if (Entries(parts)[node] is not null) NodePart.Close(Entries(parts)[node]);
        }

        MetadataHeap.Free(parts, BytesFor(parts->_count));
    }

    /// <summary>A node's part; not that of node 0.</summary>
    public static NodePart* At(NodeParts* parts, int node) => Entries(parts)[node];

    /// <summary>The nodes in the order in which they serve a node.</summary>
    public static ReadOnlySpan<ushort> NearestTo(NodeParts* parts, int node) => new(OrderOf(parts, node), parts->_count);

    /// <summary>Bytes of bookkeeping held: this, and all parts but the first.</summary>
    public static long BytesOf(NodeParts* parts)
    {
        long sum = MetadataHeap.SizeOf(BytesFor(parts->_count));
        for (int node = 1; node < parts->_count; node++) sum += Entries(parts)[node]->Bytes;
        return sum;
    }

    /// <summary>The node of this thread's CPU at this moment.</summary>
    public readonly int CurrentNode() => Math.Min(NumaTopology.Current.CurrentNode(), _count - 1);

    /// <summary>The node whose part a slot is in.</summary>
    public readonly int NodeOf(uint slot) => (int)Math.Min(slot / _slotsOfPart, (uint)_count - 1);

    /// <summary>The first slot of a part.</summary>
    public readonly uint FirstOf(int node) => (uint)node * _slotsOfPart;

    /// <summary>Moves a node's slots to the front, in their order; says how many.</summary>
    public readonly int Gather(uint* slots, int count, int node)
    {
        uint first = FirstOf(node), length = node == _count - 1 ? uint.MaxValue - first : _slotsOfPart;
        int gathered = 0;
        for (int at = 0; at < count; at++)
        {
            if (slots[at] - first >= length) continue;
            (slots[gathered], slots[at]) = (slots[at], slots[gathered]);
            gathered++;
        }

        return gathered;
    }

    private readonly long FirstSlabAfter(int node) => node == _count - 1 ? _slabsOfRange : (node + 1) * _slabsOfPart;

    // A page that two parts share belongs to the lower one.
    private static nint PageAfter(byte* address) => ((nint)address + SlabGeometry.PageBytes - 1) & -(nint)SlabGeometry.PageBytes;

    private static int BytesFor(int nodes) => sizeof(NodeParts) + nodes * sizeof(NodePart*) + nodes * nodes * sizeof(ushort);

    private static NodePart** Entries(NodeParts* parts) => (NodePart**)(parts + 1);

    private static ushort* OrderOf(NodeParts* parts, int node) => (ushort*)(Entries(parts) + parts->_count) + node * parts->_count;
}
