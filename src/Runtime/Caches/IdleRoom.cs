using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Caches;

/// <summary>The bytes that a store may still keep, in a purse a processor.</summary>
/// <remarks><c>sum of the purses + what was taken == the bound</c>, so the bound holds at every moment. One counter for all did too, and two processors
/// that wrote it in turns took twice as long as the rest of a return.</remarks>
internal sealed class IdleRoom
{
    private const int MostPurses = 16;

    /// <summary>Purses, and stacks of a shelf. Beyond 16, more to look through costs a miss more than they save processors that meet.</summary>
    public static readonly int Purses = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MostPurses));

    private readonly Purse[] _purses = new Purse[Purses];

    public IdleRoom(long bytes)
    {
        Bound = bytes;
        foreach (ref Purse purse in _purses.AsSpan()) purse.Bytes = bytes / Purses;
        _purses[0].Bytes += bytes % Purses;
    }

    public long Bound { get; }

    /// <summary>Bytes that were taken; exact only at rest.</summary>
    public long Taken
    {
        get
        {
            long left = 0;
            foreach (ref Purse purse in _purses.AsSpan()) left += Volatile.Read(ref purse.Bytes);
            return Bound - left;
        }
    }

    /// <summary>Which purse, and which stack of a shelf, is this processor's. Asked once a trip: it costs 4 ns, and a wrong guess nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Here() => Thread.GetCurrentProcessorId() & (Purses - 1);

    /// <summary>Takes bytes, from this processor's purse first; false where all purses together have fewer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(long bytes, int here)
    {
        ref Purse own = ref _purses[here];
        if (Interlocked.Add(ref own.Bytes, -bytes) >= 0) return true;
        Interlocked.Add(ref own.Bytes, bytes);
        return TryCollect(ref own, bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Give(long bytes, int here) => Interlocked.Add(ref _purses[here].Bytes, bytes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryCollect(ref Purse own, long bytes)
    {
        long got = 0;
        foreach (ref Purse purse in _purses.AsSpan())
        {
            long seen = Volatile.Read(ref purse.Bytes);
            while (seen > 0 && got < bytes)
            {
                // Half of a rich purse, so that this one does not come back for every array.
                long take = Math.Min(seen, Math.Max(bytes - got, seen / 2));
                long witnessed = Interlocked.CompareExchange(ref purse.Bytes, seen - take, seen);
                if (witnessed == seen) got += take;
                seen = witnessed == seen ? 0 : witnessed;
            }
        }

        bool enough = got >= bytes;
        Interlocked.Add(ref own.Bytes, enough ? got - bytes : got);
        return enough;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Purse
    {
        [FieldOffset(0)] public long Bytes;
    }
}
