using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Layout;

/// <summary>What an object really takes of its slabs, tails included.</summary>
internal static class SlotSize
{
    private const long UnitBytes = 64 * 1024;

    /// <summary>Objects in 64 KiB of slabs.</summary>
    public static long PerUnit(SlabGeometry geometry) => UnitBytes * geometry.SlotsPerSlab / geometry.SlabBytes;

    /// <summary>Bytes an object, rounded up.</summary>
    public static long Bytes(SlabGeometry geometry) => (geometry.SlabBytes + geometry.SlotsPerSlab - 1) / geometry.SlotsPerSlab;
}
