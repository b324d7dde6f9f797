using System.Runtime.InteropServices;

namespace Slabwise.Benchmarks.Child;

/// <summary>
/// The two ends of a ring, far enough apart that neither side's writes take the other's line, or its neighbour, away.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 384)]
internal struct RingIndices
{
    [FieldOffset(128)]
    public long Written;

    [FieldOffset(256)]
    public long Read;
}
