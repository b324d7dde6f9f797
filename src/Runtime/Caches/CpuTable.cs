namespace Slabwise.Caches;

/// <summary>One pool's entry for each possible CPU: the bound that the sequences check, and behind it the blocks' addresses.</summary>
/// <remarks>The sequences know this layout: bound at 0, entries from 8 on.</remarks>
internal unsafe struct CpuTable
{
    public const int EntriesOffset = 8;

    public uint Bound;

    public static int BytesFor(int cpus) => EntriesOffset + cpus * sizeof(nint);

    public static CpuBlock** Entries(CpuTable* table) => (CpuBlock**)((byte*)table + EntriesOffset);
}

/// <summary>A CPU's idle slots: count, capacity, uses and, from offset 16 on, the slots, the last given on top.</summary>
/// <remarks><para><c>0 &lt;= Count &lt;= Capacity</c>. Only a sequence on that CPU writes while the block is in the table; whoever takes it
/// out and fences the CPU owns it.</para>
/// <para>CPUs that have no block yet share <see cref="None"/>, which is empty and full at once: so there is no stop flag to test.</para></remarks>
internal unsafe struct CpuBlock
{
    public const int SlotsOffset = 16, Padding = 16;

    public static readonly CpuBlock* None = (CpuBlock*)Pages.MetadataHeap.Alloc(SlotsOffset + Padding);

    public uint Count;
    public uint Capacity;

    /// <summary>How often a batch was asked for or offered, counted by the sequences themselves.</summary>
    public uint Uses;

    /// <summary>The uses when somebody last asked whether the block is cold. Under the pool's gate.</summary>
    public uint SeenUses;

    public static uint* Slots(CpuBlock* block) => (uint*)((byte*)block + SlotsOffset);

    /// <summary>A block's bytes: 120 slots make 512, 248 make 1,024.</summary>
    public static int BytesFor(int capacity) => SlotsOffset + capacity * sizeof(uint) + Padding;
}
