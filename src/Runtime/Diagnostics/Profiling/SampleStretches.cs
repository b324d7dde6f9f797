using Slabwise.Caches;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>Ends the stretches of hands that see no slow path: tosses for every hand, some hundred times a second while sampling is on.</summary>
/// <remarks>A compare-exchange of the floor from outside is all it takes: an owner who writes its floor meanwhile, in a slow path, tosses at the end of that, and
/// thieves work under the pool's gate too.</remarks>
internal static unsafe class SampleStretches
{
    /// <summary>How often.</summary>
    public const int TickMilliseconds = 10;

    private static readonly Lock Gate = new();
    private static Timer? s_clock;
    private static ulong s_random = SampleDraw.Seed();

    /// <summary>Begins.</summary>
    public static void Start()
    {
        lock (Gate)
        {
            if (s_clock is null)
            {
                using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
                s_clock = new Timer(static _ => Tick(), null, TickMilliseconds, TickMilliseconds);
            }
        }

        Tick();
    }

    /// <summary>Ends: no hand stays marked.</summary>
    public static void Stop()
    {
        lock (Gate)
        {
            s_clock?.Dispose();
            s_clock = null;
            TossAll();    // a tick that still decides by what was so before has ended
        }
    }

    private static void Tick()
    {
        if (!Gate.TryEnter()) return;    // the tick before is not done yet
        try
        {
            TossAll();
        }
        finally
        {
            Gate.Exit();
        }
    }

    private static void TossAll()
    {
        bool isOn = SampleRate.IsOn;
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core))
        {
            double chance = SampleRate.ChanceOf(core->Stride);
            core->Gate.Enter();
            for (Hand* hand = core->Hands; hand is not null; hand = hand->NextInPool)
                Hand.TrySetMark(hand, isOn && SampleDraw.Uniform(ref s_random) <= chance);
            core->Gate.Exit();
        }
    }
}
