using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Which places in threads' tables of hands are taken, and the serial numbers that tell one place's stores apart.</summary>
internal static class IdlePlaces
{
    private static readonly Stack<uint> s_free = new();
    private static uint s_most, s_serial;
    private static SpinGate s_gate;

    /// <summary>Places ever given out: this stays where it is while pools come and go.</summary>
    public static uint Most => Volatile.Read(ref s_most);

    /// <summary>A place from 1 on.</summary>
    public static (uint Place, uint Serial) Assign()
    {
        s_gate.Enter();
        if (!s_free.TryPop(out uint place)) place = ++s_most;
        if (++s_serial == 0) s_serial = 1;
        uint serial = s_serial;
        s_gate.Exit();
        return (place, serial);
    }

    public static void Free(uint place)
    {
        s_gate.Enter();
        s_free.Push(place);
        s_gate.Exit();
    }
}
