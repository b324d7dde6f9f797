using Slabwise.Caches;
using Slabwise.Diagnostics;
using Slabwise.Diagnostics.Events;
using Slabwise.Pages;

namespace Slabwise.Pools;

/// <summary>Gives free pages back at once where memory is short, whatever the decay times say.</summary>
/// <remarks>Looks once a second while there are free pages. Caches are emptied when a shortage begins, and not again until it is over: in use they fill
/// again at once, and out of use they shrink by themselves.</remarks>
internal sealed class PressureCare : ICare
{
    private static readonly PressureCare Instance = new();

    private bool _wasHigh;

    private PressureCare() => Housekeeper.Register(this);

    /// <summary>Sees to it that somebody looks.</summary>
    public static void Start() => GC.KeepAlive(Instance);    // its first use registers it

    public int Tick(long now)
    {
        LookAfter(MemoryPressure.IsHigh());
        return Relief.MayGiveBack() ? Housekeeper.Second : Housekeeper.Nothing;
    }

    /// <summary>What a tick does, by whether memory is short; says how many bytes it gave back.</summary>
    internal long LookAfter(bool isHigh)
    {
        if (isHigh && !_wasHigh) Relief.Drain();
        _wasHigh = isHigh;
        if (isHigh)
        {
            long bytes = Relief.Purge();
            if (bytes > 0) RareEvents.Purged(bytes, "memory is short");
            return bytes;
        }

        MemoryLimits.Lower();
        return 0;
    }

    /// <summary>One that nobody calls.</summary>
    internal static PressureCare ForTests() => new();
}
