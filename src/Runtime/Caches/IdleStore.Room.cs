namespace Slabwise.Caches;

/// <content>Room: bytes that are set aside before anything is kept.</content>
internal sealed unsafe partial class IdleStore
{
    private readonly IdleRoom _kept, _faint;
    private long _reservedByHands;
    private bool _handsAreShort;

    /// <summary>Sets room aside for objects of a class; false where that would be more than the bounds.</summary>
    private bool TryReserve(IdleRoom room, IdleShelf shelf, int count, int here)
    {
        long bytes = count * shelf.ItemBytes;
        if (!room.TryTake(bytes, here)) return false;
        if (!_boundsClasses || Interlocked.Add(ref shelf.Reserved, bytes) <= _shape.MostBytesOfClass) return true;
        Release(room, shelf, count, here);
        return false;
    }

    private void Release(IdleRoom room, IdleShelf shelf, int count, int here)
    {
        long bytes = count * shelf.ItemBytes;
        if (_boundsClasses) Interlocked.Add(ref shelf.Reserved, -bytes);
        room.Give(bytes, here);
    }

    // Gives the room of a position back that was taken off its shelf.
    private void Release(IdleShelf shelf, uint position) => Release(_table.IsFaint(position) ? _faint : _kept, shelf, 1, 0);

    // From inside the hand. A line doubles as it overflows: a thread that rents one at a time keeps one.
    private bool TryGrantLine(IdleHand* hand, int line, IdleShelf shelf)
    {
        int capacity = IdleHand.CapacityOf(hand, line);
        int most = (int)Math.Min(_mostInLine, LineBytes / shelf.ItemBytes);
        int more = Math.Min(Math.Max(capacity, 1), most - capacity);
        long bytes = more * shelf.ItemBytes;
        if (more <= 0 || hand->Granted + bytes > HandBytes || !TryReserveForHands(bytes)) return false;
        if (!TryReserve(_kept, shelf, more, IdleRoom.Here()))
        {
            Interlocked.Add(ref _reservedByHands, -bytes);
            return false;
        }

        hand->Granted += bytes;
        IdleHand.SetCapacity(hand, line, capacity + more);
        return true;
    }

    // Half is for what every thread finds.
    private bool TryReserveForHands(long bytes)
    {
        if (Interlocked.Add(ref _reservedByHands, bytes) <= _shape.MostBytes / 2) return true;
        Interlocked.Add(ref _reservedByHands, -bytes);
        Volatile.Write(ref _handsAreShort, true);
        return false;
    }
}
