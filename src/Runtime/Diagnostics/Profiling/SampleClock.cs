using System.Runtime.CompilerServices;
using Slabwise.Caches;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>When a thread's next rent is to be sampled: a countdown of bytes, drawn so that samples are a Poisson process over all bytes rented.</summary>
/// <remarks>
/// <para>Rents are counted in stretches. A hand that is marked (<see cref="Hand.Mark"/>) looks empty to a rent, which so comes to a slow path that counts it; one
/// that is not marked runs as if nobody sampled. At the end of each slow path, and every <see cref="SampleStretches.TickMilliseconds"/>, it is decided anew, with the probability
/// <see cref="SampleRate.ChanceOf(int)"/>, which knows nothing of what the thread does next: so each rent is counted with that probability.</para>
/// <para>No coin is thrown for it: each slow path takes the hand's stride off a third countdown, of <see cref="SampleRate.Step"/> bytes on average, and the hand at which
/// that ends is marked. Such a countdown forgets how far it has come, so the slow paths' outcomes are independent, as coins' are. It is a
/// subtraction and a comparison where a coin was a random number and a 64-bit division, once in 46 rents or returns.</para>
/// <para>So at the default mean a rent of 64 bytes costs its slow path one time in 128, and the estimates are as unbiased as if each were counted. A
/// hand's filling of 46 such rents, where marked, has 0.7 samples: with longer steps the stretches would add more error than the samples
/// themselves; with steps of 1 KiB <see cref="NativeHeap"/> took up to 1.7 times as long.</para>
/// </remarks>
internal static unsafe class SampleClock
{
    /// <summary>Whether this thread's countdown has ended: the rent that was just counted is to be sampled, and <see cref="Restart"/> called.</summary>
    public static bool IsDue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HandSpace.Block != 0 && Clock->Left < 0;
    }

    /// <summary>Whether the block that was just counted is to be a guarded one, and <see cref="RestartGuard"/> called.</summary>
    public static bool IsGuardDue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HandSpace.Block != 0 && Clock->GuardLeft < 0;
    }

    /// <summary>Counts a rent of a marked hand of this thread's; ends the mark where sampling has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(Hand* hand, int stride, bool mayBeGuarded)
    {
        ThreadClock* clock = Clock;
        if (!HasBegun(clock))
        {
            Hand.TrySetMark(hand, isMarked: false);    // by an owner that was in its slow path when all marks were taken off
            return;
        }

        long step = SampleRate.StepOf(stride);
        clock->Left -= step;
        if (mayBeGuarded) clock->GuardLeft -= step;
    }

    /// <summary>Counts bytes that were rented past the hands by this thread, which has a block of them.</summary>
    public static void Count(long bytes)
    {
        if (HasBegun(Clock)) Clock->Left -= bytes;
    }

    /// <summary>Counts objects of one size up to the next that is to be sampled, which its sampling restarts; false where none of them is.</summary>
    public static bool CountUpToSample(long bytes, int objects, out int at)
    {
        at = 0;
        if (HandSpace.Block == 0 || !HasBegun(Clock)) return false;
        if (Clock->Left >= bytes * objects)
        {
            Clock->Left -= bytes * objects;
            return false;
        }

        at = (int)(Clock->Left / bytes);
        Clock->Left = -1;
        return true;
    }

    /// <summary>Starts this thread's next countdown; false where sampling ended meanwhile.</summary>
    public static bool Restart() => TryDraw(ref Clock->Left, SampleRate.Mean);

    /// <summary>Starts this thread's next countdown to a guarded block; false where there are to be none.</summary>
    public static bool RestartGuard() => TryDraw(ref Clock->GuardLeft, SampleRate.GuardMean);

    /// <summary>Marks a hand of this thread's, or leaves it: the end of its slow path, while sampling is on.</summary>
    public static void Toss(Hand* hand)
    {
        ThreadClock* clock = Clock;
        PoolCore* pool = hand->Pool;
        if (clock is null || pool is null || !HasBegun(clock)) return;
        if ((clock->ToMark -= pool->Stride) < 0) Mark(clock, hand);
    }

    private static ThreadClock* Clock
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (ThreadClock*)HandSpace.Block;
    }

    // False while sampling is off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasBegun(ThreadClock* clock)
    {
        int session = SampleRate.Session;
        return (session != 0 && clock->Session == session) || TryBegin(clock);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Mark(ThreadClock* clock, Hand* hand)
    {
        Hand.Mark(hand);
        clock->ToMark = SampleDraw.Countdown(ref clock->Random, SampleRate.Step);
    }

    // Means have changed since the thread last looked; false where both are off.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryBegin(ThreadClock* clock)
    {
        int session = SampleRate.Session;
        if (session == 0) return false;
        clock->Session = session;
        if (clock->Random == 0) clock->Random = SampleDraw.Seed();
        clock->ToMark = SampleDraw.Countdown(ref clock->Random, SampleRate.Step);
        Restart();
        RestartGuard();
        return true;
    }

    private static bool TryDraw(ref long countdown, long mean)
    {
        countdown = mean == 0 ? long.MaxValue / 2 : SampleDraw.Countdown(ref Clock->Random, mean);
        return mean != 0;
    }

    /// <summary>What a thread's block begins with; zero means that it never counted.</summary>
    private struct ThreadClock
    {
        public long Left, GuardLeft, ToMark;
        public ulong Random;
        public int Session;
    }
}
