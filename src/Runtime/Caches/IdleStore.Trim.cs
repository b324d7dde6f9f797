using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Slabwise.Diagnostics;

namespace Slabwise.Caches;

/// <content>Giving idle objects back to the garbage collector: those of dead threads' hands to the shelves, those idle for long by the
/// tick, all on demand.</content>
internal sealed unsafe partial class IdleStore
{
    /// <summary>How long an object lies before ticks begin to drop it.</summary>
    public const int IdleSeconds = 10;

    // A burst's objects go over some ticks, a quarter of what is left each, so that a second burst finds most of them.
    private const int ShareATick = 4;

    private long _dropped, _trimmed;
    private long _pastRefills, _pastSpills;
    private int _trimming;

    /// <summary>Drops a share of what has been idle for longer than <see cref="IdleSeconds"/>; where memory is short, all that the last
    /// tick saw.</summary>
    public void OnTick(long nowMilliseconds, bool memoryIsShort)
    {
        Volatile.Write(ref _second, (uint)(nowMilliseconds / 1000));
        if (Interlocked.CompareExchange(ref _trimming, 1, 0) != 0) return;

        // Hands that have stopped keep their room from others until then; those of threads that have ended, until a collection.
        int seconds = memoryIsShort ? 1 : IdleSeconds;
        Trim(_handsAreShort ? 1 : seconds, seconds, memoryIsShort ? 1 : ShareATick, quietly: true);
        Volatile.Write(ref _handsAreShort, false);
    }

    /// <summary>Drops every idle object; says how many.</summary>
    public long TrimAll(bool quietly = false)
    {
        var spin = new SpinWait();
        while (Interlocked.CompareExchange(ref _trimming, 1, 0) != 0) spin.SpinOnce(sleep1Threshold: -1);
        return Trim(int.MinValue, int.MinValue, 1, quietly);
    }

    /// <summary>Ends the store: its pool was collected.</summary>
    public void Close()
    {
        foreach (IdleHandOwner owner in LiveHands()) owner.LeaveStore();
        IdlePlaces.Free(Place);
    }

    public IdleHandOwner AddHand()
    {
        var owner = new IdleHandOwner(this, _lines, _mostInLine);
        var reference = new WeakReference<IdleHandOwner>(owner);
        _gate.Enter();
        _hands.Add(reference);
        _gate.Exit();
        return owner;
    }

    /// <summary>Moves what a dead thread's hand holds to the shelves; on the finalizer's thread.</summary>
    public void Retire(IdleHandOwner owner)
    {
        IdleHand* hand = owner.Hand;
        Span<uint> positions = stackalloc uint[IdleHand.MostInLongLine];
        for (int line = 0; line < hand->LineCount; line++)
        {
            int count = EmptyLine(hand, line, positions);
            if (count > 0) GiveToShelf(_shelves[line]!, positions[..count], quietly: true);
        }

        _gate.Enter();
        _hands.RemoveAll(reference => !reference.TryGetTarget(out _));
        _pastRefills += hand->Refills;
        _pastSpills += hand->Spills;
        _gate.Exit();
    }

    private long Trim(int handSeconds, int seconds, int share, bool quietly)
    {
        var dropped = new List<uint>();
        TrimHands(handSeconds, dropped);
        foreach (IdleShelf? shelf in _shelves)
        {
            if (shelf is null) continue;
            foreach (ref IdleStack stack in shelf.Stacks)
            {
                if (stack.Count > 0) TrimStack(shelf, ref stack, seconds, share, dropped);
            }
        }

        Interlocked.Add(ref _trimmed, dropped.Count);
        Volatile.Write(ref _trimming, 0);
        LetGo(CollectionsMarshal.AsSpan(dropped), quietly);
        return dropped.Count;
    }

    private void TrimHands(int seconds, List<uint> dropped)
    {
        IdleHandOwner[] hands = LiveHands();
        if (hands.Length == 0) return;
        foreach (IdleHandOwner owner in hands) IdleHand.Freeze(owner.Hand);
        Interlocked.MemoryBarrierProcessWide();
        Span<uint> positions = stackalloc uint[IdleHand.MostInLongLine];
        foreach (IdleHandOwner owner in hands)
        {
            IdleHand* hand = owner.Hand;
            IdleHand.WaitUntilOutside(hand);
            for (int line = 0; line < hand->LineCount; line++)
            {
                if (IdleHand.CapacityOf(hand, line) > 0 && IdleHand.Age(hand, line) > seconds) dropped.AddRange(positions[..EmptyLine(hand, line, positions)]);
            }

            IdleHand.Thaw(hand);
            GC.KeepAlive(owner);
        }
    }

    // Nobody else is inside the hand.
    private int EmptyLine(IdleHand* hand, int line, Span<uint> positions)
    {
        int capacity = IdleHand.CapacityOf(hand, line);
        if (capacity == 0) return 0;
        int count = IdleHand.PopColdest(hand, line, positions);
        IdleHand.SetCapacity(hand, line, 0);
        Release(_kept, _shelves[line]!, capacity, 0);
        long bytes = capacity * _shape.ItemBytes[line];
        hand->Granted -= bytes;
        Interlocked.Add(ref _reservedByHands, -bytes);
        return count;
    }

    private void TrimStack(IdleShelf shelf, ref IdleStack stack, int seconds, int share, List<uint> dropped)
    {
        (uint position, int count) = stack.Detach();
        var chain = new List<uint>(count);
        uint now = Volatile.Read(ref _second);
        int old = 0;
        for (int i = 0; i < count; i++)
        {
            ulong link = _table.LinkOf(position);
            chain.Add(position);
            if ((int)(now - IdleStack.SecondOf(link)) > seconds) old++;
            position = (uint)link;
        }

        // The bottom is the oldest.
        int kept = count - (old + share - 1) / share;
        if (kept > 0 && !stack.TryAttach(_table, chain[0], chain[kept - 1], kept)) kept = 0;
        foreach (uint gone in chain[kept..])
        {
            Release(shelf, gone);
            dropped.Add(gone);
        }
    }

    private IdleHandOwner[] LiveHands()
    {
        var hands = new List<IdleHandOwner>();
        _gate.Enter();
        foreach (WeakReference<IdleHandOwner> reference in _hands)
        {
            if (reference.TryGetTarget(out IdleHandOwner? owner)) hands.Add(owner);
        }

        _gate.Exit();
        return [.. hands];
    }

    // All are taken out before the first is disposed, so that one whose Dispose throws costs no other.
    private void LetGo(ReadOnlySpan<uint> positions, bool quietly)
    {
        object?[] items = _shape.DisposesDropped ? new object?[positions.Length] : [];
        for (int i = 0; i < positions.Length; i++)
        {
            object? item = _table.Take(positions[i]);
            Check.Internal(item is not null, "a position that is owned has an object");
            if (items.Length > 0) items[i] = item is IdleFaint faint ? faint.Target : item;
        }

        Exception? first = null;
        foreach (object? item in items)
        {
            try
            {
                (item as IDisposable)?.Dispose();
            }
            catch (Exception e)
            {
                first ??= e;
            }
        }

        if (first is not null && !quietly) ExceptionDispatchInfo.Throw(first);
    }
}
