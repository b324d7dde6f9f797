namespace Slabwise.Shared;

/// <summary>
/// How objects of one size lie in slabs. The generator computes it at compile time and the runtime at pool start,
/// from this one source, so that the two cannot disagree.
/// </summary>
/// <remarks>
/// <para>Equations: <c>slots == 1 &lt;&lt; SlotShift</c>; <c>SlabBytes == slots * Stride + TailBytes</c>;
/// <c>SlabBytes % PageBytes == 0</c>; <c>address(slot) == base + slot * Stride + (slot &gt;&gt; SlotShift) * TailBytes</c>.</para>
/// <para>The number of slots is a power of two, so that a slot's slab is a shift. Most sizes then fill their pages
/// exactly (512 objects of any multiple of 8 bytes do) and the address is a single multiply.</para>
/// </remarks>
internal readonly struct SlabGeometry
{
    /// <summary>The page size that slabs are made of, in bytes.</summary>
    public const int PageBytes = 4096;

    /// <summary>Slabs are sought near this size: below it the slab's own bookkeeping weighs, far above it a single
    /// survivor pins too much.</summary>
    public const int TargetSlabBytes = 64 * 1024;

    /// <summary>The largest object that a slab pool takes, in bytes.</summary>
    public const int MaxObjectBytes = 1 << 20;

    private const int MaxSlotShift = 14;

    private SlabGeometry(int objectBytes, int stride, int slotShift, int tailBytes)
    {
        ObjectBytes = objectBytes;
        Stride = stride;
        SlotShift = slotShift;
        TailBytes = tailBytes;
    }

    /// <summary>The object's own size, in bytes.</summary>
    public int ObjectBytes { get; }

    /// <summary>The distance between neighbouring slots, in bytes: the size rounded up to the alignment.</summary>
    public int Stride { get; }

    /// <summary>Binary logarithm of the slots in a slab.</summary>
    public int SlotShift { get; }

    /// <summary>Bytes at the end of a slab that no slot uses.</summary>
    public int TailBytes { get; }

    /// <summary>Slots in a slab.</summary>
    public int SlotsPerSlab => 1 << SlotShift;

    /// <summary>A slab's size, in bytes: a whole number of pages.</summary>
    public int SlabBytes => SlotsPerSlab * Stride + TailBytes;

    /// <summary>Finds the geometry for objects of <paramref name="objectBytes"/> bytes.</summary>
    /// <param name="objectBytes">1 to <see cref="MaxObjectBytes"/>.</param>
    /// <param name="alignment">A power of two from 1 to <see cref="PageBytes"/>; 1 keeps the exact size.</param>
    public static SlabGeometry For(int objectBytes, int alignment)
    {
        if (objectBytes < 1 || objectBytes > MaxObjectBytes)
            throw new ArgumentOutOfRangeException(nameof(objectBytes), objectBytes, "An object is 1 to 1,048,576 bytes.");
        if (alignment < 1 || alignment > PageBytes || (alignment & (alignment - 1)) != 0)
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "An alignment is a power of two from 1 to 4,096.");

        int stride = RoundUp(objectBytes, alignment);
        int best = 0;
        long bestCost = long.MaxValue;
        for (int shift = 0; shift <= MaxSlotShift; shift++)
        {
            long used = (long)stride << shift;
            long slab = (used + PageBytes - 1) / PageBytes * PageBytes;
            if (shift > 0 && slab > 2 * TargetSlabBytes) break;
            long cost = Cost(slab, slab - used);
            if (cost < bestCost)
            {
                bestCost = cost;
                best = shift;
            }
        }

        long chosen = (long)stride << best;
        return new SlabGeometry(objectBytes, stride, best, (int)((chosen + PageBytes - 1) / PageBytes * PageBytes - chosen));
    }

    // Waste in parts of 4,096 plus the distance from the target in doublings: a tail of 1/64 weighs as much as one doubling.
    private static long Cost(long slab, long tail)
    {
        long distance = 0;
        for (long s = slab; s < TargetSlabBytes; s *= 2) distance++;
        for (long s = slab; s > TargetSlabBytes; s = (s + 1) / 2) distance++;
        return tail * 4096 / slab + distance * 64;
    }

    private static int RoundUp(int value, int alignment) => (value + alignment - 1) & ~(alignment - 1);
}
