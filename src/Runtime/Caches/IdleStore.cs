using System.Runtime.CompilerServices;
using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>How much a store keeps.</summary>
/// <param name="ItemBytes">What an object of each class weighs, ascending; 1 each where the bounds count objects.</param>
/// <param name="MostBytes">The most that may lie idle in all.</param>
/// <param name="MostBytesOfClass">The most that may lie idle of one class.</param>
/// <param name="KeptBytes">How much of it is kept from the garbage collector; what is beyond, it may take.</param>
/// <param name="DisposesDropped">Whether objects that are not kept are disposed.</param>
internal sealed record IdleShape(long[] ItemBytes, long MostBytes, long MostBytesOfClass, long KeptBytes, bool DisposesDropped);

/// <summary>A pool's idle objects of the garbage collector's heap: table, hands and shelves.</summary>
/// <remarks>
/// <para>An object is claimed a position in the table, and the position goes to this thread's hand, or to a shelf. Whoever pops it owns it.
/// <c>claimed == in hands + on shelves</c> at rest, and nothing refers to what is rented.</para>
/// <para>Room is set aside before it is used: <c>taken of kept and faint room == bytes on shelves + bytes of room in hands &lt;= MostBytes</c> at every
/// moment. So a hand's rents and returns write nothing that others read. An object in faint room is referred to weakly: a burst leaves
/// much to rent again, and none of it stands in the collector's way.</para>
/// </remarks>
internal sealed unsafe partial class IdleStore
{
    private const long LineBytes = 32 * 1024, HandBytes = 256 * 1024, LargeBytes = 85_000;
    private const int HeavierClasses = 2;

    private readonly IdleTable _table = new();
    private readonly IdleShape _shape;
    private readonly IdleShelf?[] _shelves;
    private readonly int _lines, _mostInLine;
    private readonly bool _boundsClasses;
    private readonly List<WeakReference<IdleHandOwner>> _hands = [];
    private SpinGate _gate;

    // Of the last tick; before the first, of the start: what is kept by then would seem idle since the system's start, and a tick would drop it.
    private uint _second = (uint)(Environment.TickCount64 / 1000);

    public IdleStore(IdleShape shape)
    {
        _shape = shape;
        _mostInLine = shape.ItemBytes.Length > 1 ? IdleHand.MostInLine : IdleHand.MostInLongLine;
        _boundsClasses = shape.MostBytesOfClass < shape.MostBytes;
        _shelves = new IdleShelf?[shape.ItemBytes.Length];
        while (_lines < shape.ItemBytes.Length && shape.ItemBytes[_lines] <= LineBytes) _lines++;
        _kept = new IdleRoom(Math.Min(shape.KeptBytes, shape.MostBytes));
        _faint = new IdleRoom(shape.MostBytes - _kept.Bound);
        (Place, Serial) = IdlePlaces.Assign();
    }

    /// <summary>Where every thread's hand of this store lies.</summary>
    public uint Place { get; }

    /// <summary>What tells this store from others that had the place.</summary>
    public uint Serial { get; }

    /// <summary>This thread's hand for a class; null where it has none yet, or where the class is too heavy for hands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public IdleHand* HandFor(int shelf) => shelf < _lines ? IdleHands.Of(this) : null;

    /// <summary>Makes this object idle, in a position of the caller's; 0 where none is empty, <see cref="IdleTable.Doubled"/> where it is idle already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Claim(object item) => _table.Claim(item);

    /// <summary>Gives up a claim whose object is not to be kept after all.</summary>
    public void GiveUp(uint position)
    {
        if (position != 0) _table.Take(position);
    }

    /// <summary>Takes an idle object of a class; null where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public object? Take(int shelf)
    {
        IdleHand* hand = HandFor(shelf);
        if (hand is not null && IdleHand.TryEnter(hand))
        {
            uint position = IdleHand.Pop(hand, shelf);
            IdleHand.Leave(hand);
            if (position != 0) return _table.Take(position);
        }

        return TakeFromShelf(hand, shelf);
    }

    /// <summary>Keeps a claimed object for the next rent of its class, or drops it where there is no room.</summary>
    /// <param name="hand">What <see cref="HandFor"/> said; looked up before the claim, whose fence its loads would have to wait for.</param>
    /// <param name="shelf">The object's class.</param>
    /// <param name="position">What <see cref="Claim"/> said.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep(IdleHand* hand, int shelf, uint position)
    {
        if (hand is not null && IdleHand.TryEnter(hand))
        {
            bool kept = IdleHand.TryPush(hand, shelf, position);
            IdleHand.Leave(hand);
            if (kept) return;
        }

        KeepOnShelf(hand, shelf, position);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private object? TakeFromShelf(IdleHand* hand, int shelf)
    {
        IdleShelf? from = Volatile.Read(ref _shelves[shelf]);
        if (hand is not null) hand->Refills++;
        int more = hand is null ? 0 : IdleHand.CapacityOf(hand, shelf) / 2, here = IdleRoom.Here();
        return (from is null ? null : TakeFrom(from, hand, shelf, more, here)) ?? TakeHeavier(shelf, here);
    }

    private object? TakeFrom(IdleShelf from, IdleHand* hand, int shelf, int more, int here)
    {
        Span<uint> positions = stackalloc uint[IdleHand.MostInLongLine + 1];
        int got;
        while ((got = from.Pop(_table, positions[..(1 + more)], here)) > 0)
        {
            int alive = 0;
            foreach (uint position in positions[..got])
            {
                bool faint = _table.IsFaint(position);
                Release(faint ? _faint : _kept, from, 1, here);
                if (faint && !_table.TryStrengthen(position)) _table.Take(position);    // the collector has it
                else positions[alive++] = position;
            }

            if (alive == 0) continue;
            if (alive > 1) KeepInHand(hand, shelf, from, positions[1..alive]);
            return _table.Take(positions[0]);
        }

        return null;
    }

    // Rather a longer one that lies idle than a new one. Two classes on is less than twice what was asked for; and a large object,
    // which full collections pay for, is not spent on a small one.
    private object? TakeHeavier(int shelf, int here)
    {
        for (int i = shelf + 1; i <= shelf + HeavierClasses && i < _shelves.Length; i++)
        {
            if (_shape.ItemBytes[shelf] < LargeBytes && _shape.ItemBytes[i] >= LargeBytes) return null;
            if (Volatile.Read(ref _shelves[i]) is { } from && TakeFrom(from, null, i, 0, here) is { } item) return item;
        }

        return null;
    }

    private void KeepInHand(IdleHand* hand, int shelf, IdleShelf from, Span<uint> positions)
    {
        int left = positions.Length;
        if (IdleHand.TryEnter(hand))
        {
            while (left > 0 && IdleHand.TryPush(hand, shelf, positions[left - 1])) left--;
            IdleHand.Leave(hand);
        }

        if (left == 0) return;
        positions = positions[..left];
        positions.Reverse();
        GiveToShelf(from, positions);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void KeepOnShelf(IdleHand* hand, int shelf, uint position)
    {
        Housekeeper.Wake();
        IdleShelf to = Volatile.Read(ref _shelves[shelf]) ?? AddShelf(shelf);
        Span<uint> positions = stackalloc uint[IdleHand.MostInLongLine + 1];
        int count = 0;
        if (shelf < _lines)
        {
            if (hand is null) hand = IdleHands.Open(this);
            count = MakeRoomInHand(hand, shelf, to, ref position, positions);
        }

        if (position != 0) positions[count++] = position;
        if (count > 0) GiveToShelf(to, positions[..count]);
    }

    // The coldest make room, where the line may not grow. Says how many came out; the position is 0 where it got in.
    private int MakeRoomInHand(IdleHand* hand, int shelf, IdleShelf to, ref uint position, Span<uint> coldest)
    {
        hand->Spills++;
        if (!IdleHand.TryEnter(hand)) return 0;
        int count = 0, capacity = IdleHand.CapacityOf(hand, shelf);
        if (capacity == IdleHand.CountOf(hand, shelf) && !TryGrantLine(hand, shelf, to) && capacity > 0)
            count = IdleHand.PopColdest(hand, shelf, coldest[..((capacity + 1) / 2)]);
        if (IdleHand.TryPush(hand, shelf, position)) position = 0;
        IdleHand.Leave(hand);
        return count;
    }

    private void GiveToShelf(IdleShelf to, ReadOnlySpan<uint> positions, bool quietly = false)
    {
        // Large objects are most of the bytes and few of the returns: where it gets tight, they are what the collector may have.
        int here = IdleRoom.Here();
        bool keeps = to.ItemBytes < LargeBytes || _kept.Taken <= _kept.Bound / 2;
        int kept = keeps && TryReserve(_kept, to, positions.Length, here) ? positions.Length : 0;
        while (keeps && kept < positions.Length && TryReserve(_kept, to, 1, here)) kept++;
        int most = kept;
        while (most < positions.Length && TryReserve(_faint, to, 1, here)) _table.Weaken(positions[most++]);
        if (most == 0 && !keeps && TryReserve(_kept, to, 1, here)) most = kept = 1;
        if (most > 0 && !to.TryPush(_table, positions[..most], Volatile.Read(ref _second), here))
        {
            Release(_kept, to, kept, here);
            Release(_faint, to, most - kept, here);
            most = 0;
        }

        if (most == positions.Length) return;
        Interlocked.Add(ref _dropped, positions.Length - most);
        LetGo(positions[most..], quietly);
    }

    private IdleShelf AddShelf(int shelf)
    {
        var added = new IdleShelf(_shape.ItemBytes[shelf]);
        return Interlocked.CompareExchange(ref _shelves[shelf], added, null) ?? added;
    }
}
