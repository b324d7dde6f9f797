namespace Slabwise.Heap;

/// <summary>What the heap holds outside of its size classes: extents, or blocks behind frames.</summary>
/// <remarks><c>AllocatedBytes &lt;= ResidentBytes &lt;= MappedBytes</c>.</remarks>
internal readonly record struct HeapTotals(string Name, long Blocks, long AllocatedBytes, long ResidentBytes, long MappedBytes, long Discards);
