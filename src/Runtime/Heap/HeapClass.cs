using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Heap;

/// <summary>What the heap must know of a size class to turn an address into a slot, 32 bytes a class.</summary>
/// <remarks>
/// <para><c>Stride == odd &lt;&lt; Rotation</c> and <c>odd * Inverse == 1</c> modulo 2^64. For an offset from the class's start,
/// <c>RotateRight(offset * Inverse, Rotation)</c> is the slot if the stride divides the offset, and at least 2^46 if it does not:
/// one multiplication and one comparison with <see cref="Slots"/> prove that an address is no block's inside. A reciprocal and a
/// multiplication back would be two of each.</para>
/// <para><c>State[slot]</c> is <see cref="Live"/> or <see cref="Sampled"/> exactly while a user has the block. It lies out of line, one byte a slot, since two threads
/// may free neighbours at once; reading it for any slot faults nowhere.</para>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal unsafe struct HeapClass
{
    public const byte Free = 0, Live = 1;

    /// <summary>Live and a sample of the heap profile: a free takes the slow path, which tells the profile.</summary>
    public const byte Sampled = 2;

    /// <summary>Where slot 0 lies, which is never handed out.</summary>
    public byte* Base;

    public byte* State;
    public ulong Inverse;

    /// <summary>One more than the highest slot there can be; 0 before the class has started.</summary>
    public uint Slots;

    public ushort Stride;
    public byte Rotation;

    /// <summary>The slot that starts at an address; a number beyond <see cref="Slots"/> where none does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong SlotAt(void* address) => BitOperations.RotateRight((ulong)((byte*)address - Base) * Inverse, Rotation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte* AddressOf(uint slot) => Base + (nuint)slot * Stride;

    /// <summary>Describes a class that has not started.</summary>
    public static HeapClass Of(int stride)
    {
        int rotation = BitOperations.TrailingZeroCount(stride);
        return new HeapClass { Stride = (ushort)stride, Rotation = (byte)rotation, Inverse = InverseOf((ulong)stride >> rotation) };
    }

    // Newton's iteration doubles the correct low bits: an odd number is its own inverse modulo 8.
    private static ulong InverseOf(ulong odd)
    {
        ulong inverse = odd;
        for (int bits = 3; bits < 64; bits *= 2) inverse *= 2 - odd * inverse;
        return inverse;
    }
}
