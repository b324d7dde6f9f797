using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Caches;

/// <summary>Positions of idle objects of one class on one shelf place, the last given on top.</summary>
/// <remarks>
/// <para>The head is one word: position (20 bits), count (16) and a tag (28) that every change raises. Links lie beside the objects in the table and are never unmapped, so reading a successor late is harmless.</para>
/// <para>A link holds the position below and, above it, the second in which its object was given: what a trim goes by.</para>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct IdleStack
{
    private const int PositionBits = 20, CountBits = 16, MostCount = (1 << CountBits) - 1;

    [FieldOffset(0)] private ulong _head;

    public int Count => CountOf(Volatile.Read(ref _head));

    /// <summary>How often the stack was changed, as far as the tag counts; what tells a head from one that looks the same later.</summary>
    public uint Changes => (uint)(Volatile.Read(ref _head) >> (PositionBits + CountBits));

    /// <summary>Puts positions on top; false where they would be more than the head can count.</summary>
    public bool TryPush(IdleTable table, ReadOnlySpan<uint> positions, uint second)
    {
        for (int i = 1; i < positions.Length; i++) table.LinkOf(positions[i]) = Link(positions[i - 1], second);
        ref ulong last = ref table.LinkOf(positions[0]);
        ulong seen = Volatile.Read(ref _head);
        while (true)
        {
            if (CountOf(seen) + positions.Length > MostCount) return false;
            Volatile.Write(ref last, Link(PositionOf(seen), second));
            ulong witnessed = Interlocked.CompareExchange(ref _head, Head(seen, CountOf(seen) + positions.Length, positions[^1]), seen);
            if (witnessed == seen) return true;
            seen = witnessed;
        }
    }

    /// <summary>Takes up to as many positions as there is room for, the top first; says how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Pop(IdleTable table, Span<uint> destination)
    {
        ulong seen = Volatile.Read(ref _head);
        while (PositionOf(seen) != 0)
        {
            int count = Math.Min(CountOf(seen), destination.Length), got = 0;
            uint position = PositionOf(seen);

            // Links may change while they are followed, but then so does the tag, and the exchange fails.
            while (got < count && position != 0)
            {
                destination[got++] = position;
                position = (uint)Volatile.Read(ref table.LinkOf(position));
            }

            ulong witnessed = Interlocked.CompareExchange(ref _head, Head(seen, CountOf(seen) - got, position), seen);
            if (witnessed == seen) return got;
            seen = witnessed;
        }

        return 0;
    }

    /// <summary>Takes all positions at once; the top, from which the links lead on, and how many they are.</summary>
    public (uint Top, int Count) Detach()
    {
        ulong seen = Volatile.Read(ref _head);
        while (true)
        {
            ulong witnessed = Interlocked.CompareExchange(ref _head, Head(seen, 0, 0), seen);
            if (witnessed == seen) return (PositionOf(seen), CountOf(seen));
            seen = witnessed;
        }
    }

    /// <summary>Puts the upper part of a chain back that <see cref="Detach"/> took.</summary>
    public bool TryAttach(IdleTable table, uint top, uint bottom, int count)
    {
        ulong seen = Volatile.Read(ref _head);
        ref ulong last = ref table.LinkOf(bottom);
        while (true)
        {
            if (CountOf(seen) + count > MostCount) return false;
            Volatile.Write(ref last, Link(PositionOf(seen), SecondOf(last)));
            ulong witnessed = Interlocked.CompareExchange(ref _head, Head(seen, CountOf(seen) + count, top), seen);
            if (witnessed == seen) return true;
            seen = witnessed;
        }
    }

    public static uint SecondOf(ulong link) => (uint)(link >> 32);

    private static ulong Link(uint below, uint second) => (ulong)second << 32 | below;

    private static uint PositionOf(ulong head) => (uint)head & ((1u << PositionBits) - 1);

    private static int CountOf(ulong head) => (int)(head >> PositionBits) & MostCount;

    private static ulong Head(ulong before, int count, uint position)
    {
        const int TagShift = PositionBits + CountBits;
        return ((before >> TagShift) + 1) << TagShift | (ulong)count << PositionBits | position;
    }
}
