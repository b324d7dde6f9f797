using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Gives free pages back as they decay.</summary>
/// <remarks>Asleep while nothing does. Who makes pages dirty that nobody watches wakes it.</remarks>
internal sealed class DecayCare : ICare
{
    private static readonly DecayCare Instance = new();

    private DecayCare() => Housekeeper.Register(this);

    /// <summary>Sees to it that there is somebody to wake.</summary>
    public static void Start() => GC.KeepAlive(Instance);    // its first use registers it

    public int Tick(long now) => ExtentHeaps.Decay(now) ? DecaySettings.TickMs : Housekeeper.Nothing;
}
