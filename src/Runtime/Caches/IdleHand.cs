using System.Runtime.CompilerServices;

namespace Slabwise.Caches;

/// <summary>The few idle objects that one thread keeps of one pool: up to seven positions a class, in a line of eight words, or up to 63 in one line.</summary>
/// <remarks>
/// <para>A line's first word is count, capacity and age, a byte each; positions stand behind it, the next to be rented last.
/// <c>0 &lt;= count &lt;= capacity &lt;= 7 or 63</c>. Each push and pop clears the age, each tick raises it, so what a thread has stopped
/// using is known without a clock on its way.</para>
/// <para>The owner says that it is inside by a plain store and looks whether the hand is frozen by a plain load. Whoever trims freezes,
/// makes every processor pass a fence, and then either sees the owner inside or is seen by it: the fence that would stand between the
/// owner's store and load costs as much as the rest of a rent, and a trim is once a second. So a thread that sleeps hoards nothing.</para>
/// <para>It lies in pinned memory behind an <see cref="IdleHandOwner"/>: a thread static that is a number is found by half the dependent
/// loads of one that is a reference, 2 ns against 6.</para>
/// </remarks>
internal unsafe struct IdleHand
{
    /// <summary>Positions in a line of a pool of arrays, which has many lines, and of one of objects, which has one.</summary>
    public const int MostInLine = 7, MostInLongLine = 63;

    private const int CapacityShift = 8, AgeShift = 16, HeaderBytes = 32;

    /// <summary>The store's serial number; 0 after the store was closed.</summary>
    public uint Serial;

    public int LineCount, LineWords;

    private bool _inside, _frozen;

    /// <summary>How often a rent or a return had to leave the hand. Only the hand's thread writes them.</summary>
    public uint Refills, Spills;

    /// <summary>Bytes of room that the pool has granted all lines; under the store's gate.</summary>
    public long Granted;

    public static int BytesFor(int lines, int mostInLine) => HeaderBytes + lines * (mostInLine + 1) * sizeof(uint);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryEnter(IdleHand* hand)
    {
        Volatile.Write(ref hand->_inside, true);
        if (!Volatile.Read(ref hand->_frozen)) return true;
        Volatile.Write(ref hand->_inside, false);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Leave(IdleHand* hand) => Volatile.Write(ref hand->_inside, false);

    /// <summary>Takes the position on top of a line; 0 where it is empty. From inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pop(IdleHand* hand, int line)
    {
        uint* at = Line(hand, line);
        uint state = *at, count = (byte)state;
        if (count == 0) return 0;
        *at = (ushort)state - 1u;
        return at[count];
    }

    /// <summary>Puts a position on top of a line; false where it is full. From inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPush(IdleHand* hand, int line, uint position)
    {
        uint* at = Line(hand, line);
        uint state = *at, count = (byte)state;
        if (count >= (byte)(state >> CapacityShift)) return false;
        at[count + 1] = position;
        *at = (ushort)state + 1u;
        return true;
    }

    public static int CountOf(IdleHand* hand, int line) => (byte)Volatile.Read(ref *Line(hand, line));

    public static int CapacityOf(IdleHand* hand, int line) => (byte)(Volatile.Read(ref *Line(hand, line)) >> CapacityShift);

    /// <summary>Takes the coldest positions out of a line; from inside, or frozen.</summary>
    public static int PopColdest(IdleHand* hand, int line, Span<uint> destination)
    {
        var words = new Span<uint>(Line(hand, line), hand->LineWords);
        int count = (byte)words[0], taken = Math.Min(count, destination.Length);
        words.Slice(1, taken).CopyTo(destination);
        words.Slice(1 + taken, count - taken).CopyTo(words[1..]);
        words[0] -= (uint)taken;
        return taken;
    }

    /// <summary>Sets a line's room, which is not less than what lies there; from inside or frozen, and under the store's gate.</summary>
    public static void SetCapacity(IdleHand* hand, int line, int capacity)
    {
        uint* at = Line(hand, line);
        *at = (byte)*at | (uint)capacity << CapacityShift;
    }

    /// <summary>Raises a line's age and says it, in ticks since its last push or pop; frozen.</summary>
    public static int Age(IdleHand* hand, int line)
    {
        uint* at = Line(hand, line);
        if (*at >> AgeShift < byte.MaxValue) *at += 1u << AgeShift;
        return (int)(*at >> AgeShift);
    }

    /// <summary>Keeps the owner out from its next entry on; after a fence on every processor, <see cref="WaitUntilOutside"/>.</summary>
    public static void Freeze(IdleHand* hand) => Volatile.Write(ref hand->_frozen, true);

    public static void Thaw(IdleHand* hand) => Volatile.Write(ref hand->_frozen, false);

    public static void WaitUntilOutside(IdleHand* hand)
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref hand->_inside)) spin.SpinOnce(sleep1Threshold: -1);
    }

    private static uint* Line(IdleHand* hand, int line) => (uint*)((byte*)hand + HeaderBytes) + line * hand->LineWords;
}
