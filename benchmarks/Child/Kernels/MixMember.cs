using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>What <see cref="MixKernel{TSource,THandle}"/> rents; the number drawn may choose a size.</summary>
internal interface IMixSource<THandle>
    where THandle : struct
{
    /// <summary>Rents and returns come in waves, each thread's from nothing to all that it may hold and back.</summary>
    static abstract bool HasTides { get; }

    static abstract THandle Rent(ulong drawn);

    static abstract void Touch(THandle handle, long value);

    static abstract void Return(THandle handle);
}

/// <summary>
/// One thread's random rents, returns and hand-overs. Nobody waits: what finds no room in the neighbour's mailbox is
/// returned on the spot, and what comes in from the other neighbour is returned by this one. A step rents as likely as
/// it gives one away, so the number held wanders between nothing and all that it may hold, or goes up and down between
/// them where there are tides; two steps make an operation.
/// </summary>
internal sealed class MixMember<TSource, THandle>(int number, int most, Mailbox<THandle> incoming, Mailbox<THandle> outgoing)
    where TSource : struct, IMixSource<THandle>
    where THandle : struct
{
    private const int StepsPerCall = 4096;

    // Of eight steps, so many rent.
    private const int Even = 4, Rising = 5, Falling = 3;

    private readonly THandle[] _held = new THandle[most];
    private int _count, _renting = Even;
    private ulong _state;

    /// <summary>Rents since the start of the round.</summary>
    public long Rents { get; private set; }

    /// <summary>Does so many steps, the same ones every time, and then returns what it holds.</summary>
    public void Round(long steps)
    {
        _state = Draw.SeedOf(number);
        _renting = TSource.HasTides ? Rising : Even;
        Rents = 0;
        for (; steps > 0; steps -= StepsPerCall) Steps((int)Math.Min(steps, StepsPerCall));
        while (_count > 0) TSource.Return(_held[--_count]);
    }

    /// <summary>Returns what waits in its mailbox, and forgets every object that it has seen.</summary>
    public void Settle()
    {
        while (incoming.TryTake(out THandle arrived)) TSource.Return(arrived);
        incoming.Clear();
        Array.Clear(_held);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Steps(int steps)
    {
        THandle[] held = _held;
        ulong state = _state;
        int count = _count, renting = _renting;
        long rents = 0;
        for (int i = 0; i < steps; i++)
        {
            ulong drawn = Draw.Next(ref state);
            bool handsOver = (drawn & 8) != 0;
            if ((int)(drawn & 7) < renting && count < held.Length)
            {
                THandle handle = TSource.Rent(drawn);
                TSource.Touch(handle, (long)drawn);
                held[count++] = handle;
                rents++;
            }
            else if (count > 0)
            {
                int at = Draw.Below(drawn, count);
                THandle handle = held[at];
                held[at] = held[--count];
                if (!handsOver || !outgoing.TryPut(handle)) TSource.Return(handle);
            }
            if (handsOver && incoming.TryTake(out THandle arrived)) TSource.Return(arrived);
            if (TSource.HasTides && (count == 0 || count == held.Length)) renting = count == 0 ? Rising : Falling;
        }
        _state = state;
        _count = count;
        _renting = renting;
        Rents += rents;
    }
}
