namespace Slabwise.Caches;

/// <content>Counting what is idle, and holding the equations.</content>
internal sealed unsafe partial class IdleStore
{
    /// <summary>Objects that found no room, and those that trims took.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public long Trimmed => Volatile.Read(ref _trimmed);

    public void CountDropped() => Interlocked.Increment(ref _dropped);

    /// <summary>Idle objects and their bytes, and how often threads left their hands; exact only at rest. Allocates nothing.</summary>
    public (long Items, long Bytes, long Refills, long Spills) Count()
    {
        long items = 0, bytes = 0;
        foreach (IdleShelf? shelf in _shelves)
        {
            if (shelf is null) continue;
            int count = shelf.Count;
            items += count;
            bytes += count * shelf.ItemBytes;
        }

        _gate.Enter();
        long refills = _pastRefills, spills = _pastSpills;
        foreach (WeakReference<IdleHandOwner> reference in _hands)
        {
            if (!reference.TryGetTarget(out IdleHandOwner? owner)) continue;
            IdleHand* hand = owner.Hand;
            refills += hand->Refills;
            spills += hand->Spills;
            for (int line = 0; line < hand->LineCount; line++)
            {
                int count = IdleHand.CountOf(hand, line);
                items += count;
                bytes += count * _shape.ItemBytes[line];
            }

            GC.KeepAlive(owner);
        }

        _gate.Exit();
        return (items, bytes, refills, spills);
    }

    /// <summary>Holds the store's equations; throws <see cref="InvalidOperationException"/> naming the one that fails. At rest only.</summary>
    public void Validate(string name)
    {
        (long items, long bytes, _, _) = Count();
        int claimed = _table.CountClaimed();
        if (!_table.IsConsistent()) throw new InvalidOperationException($"Pool {name}: an object lies under a tag or in a window that is not its own.");
        if (claimed != items) throw new InvalidOperationException($"Pool {name}: {claimed} objects lie in the table, {items} in hands and on shelves.");
        long reserved = 0;
        for (int i = 0; i < _shelves.Length; i++)
        {
            if (_shelves[i] is not { } shelf) continue;
            long ofClass = shelf.Count * shelf.ItemBytes;
            foreach (IdleHandOwner owner in LiveHands())
            {
                if (i < _lines) ofClass += IdleHand.CapacityOf(owner.Hand, i) * shelf.ItemBytes;
                GC.KeepAlive(owner);
            }

            if (ofClass > _shape.MostBytesOfClass) throw new InvalidOperationException($"Pool {name}: room for {ofClass} bytes in objects of {shelf.ItemBytes}, and {_shape.MostBytesOfClass} is the most.");
            reserved += ofClass;
        }

        long taken = _kept.Taken + _faint.Taken;
        if (reserved != taken) throw new InvalidOperationException($"Pool {name}: {taken} bytes are set aside, {reserved} are there.");
        if (bytes > reserved || reserved > _shape.MostBytes)
            throw new InvalidOperationException($"Pool {name}: {bytes} bytes are idle, {reserved} set aside, {_shape.MostBytes} the most.");
    }
}
