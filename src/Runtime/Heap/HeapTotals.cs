using Slabwise.Pages;

namespace Slabwise.Heap;

/// <summary>What the heap holds outside of its size classes: extents, or blocks behind frames.</summary>
/// <param name="Name">What statistics call it.</param>
/// <param name="Blocks">Live blocks.</param>
/// <param name="AllocatedBytes">Their bytes, as far as users may use them.</param>
/// <param name="CachedBytes">Bytes of blocks that lie in caches.</param>
/// <param name="Pages">What the pages are.</param>
/// <param name="Discards">How often pages were given back.</param>
/// <param name="DirectoryBytes">Bytes of the directory in use, at most.</param>
internal readonly record struct HeapTotals(string Name, long Blocks, long AllocatedBytes, long CachedBytes, PageCounts Pages, long Discards, long DirectoryBytes);
