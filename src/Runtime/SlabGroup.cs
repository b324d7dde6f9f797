namespace Slabwise;

/// <summary>Neighbouring slabs of a pool, or one.</summary>
/// <param name="First">The number of the first one.</param>
/// <param name="Slabs">How many they are.</param>
/// <param name="Slots">Their slots.</param>
/// <param name="UsedSlots">Slots that are out of them: rented, or idle in a cache above.</param>
/// <param name="Bytes">Bytes of their pages; 0 in a pool of objects.</param>
/// <param name="ResidentBytes">Bytes of pages that are or may be in memory.</param>
public readonly record struct SlabGroup(long First, long Slabs, long Slots, long UsedSlots, long Bytes, long ResidentBytes);
