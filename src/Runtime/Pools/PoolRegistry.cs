using Slabwise.Caches;
using Slabwise.Diagnostics;
using Slabwise.Pages;

namespace Slabwise.Pools;

/// <summary>Every pool of the process by name, for statistics.</summary>
/// <remarks>It holds names and native addresses only: a <see cref="Type"/> or a delegate here would keep a collectible assembly loaded.</remarks>
internal static unsafe class PoolRegistry
{
    private static Entry[] s_entries = new Entry[16];
    private static int s_count;
    private static SpinGate s_gate;

    public static void Add(string name, PoolCore* core, int objectBytes, PoolType type)
    {
        s_gate.Enter();
        if (s_count == s_entries.Length) Array.Resize(ref s_entries, s_count * 2);
        s_entries[s_count++] = new Entry(name, (nint)core, objectBytes, type);
        s_gate.Exit();
        PressureCare.Start();
        Telemetry.Start();
    }

    /// <summary>A pool's name; empty for one that is not there.</summary>
    public static string NameOf(PoolCore* core)
    {
        s_gate.Enter();
        string name = "";
        for (int at = 0; at < s_count; at++)
        {
            if (s_entries[at].Core == (nint)core) name = s_entries[at].Name;
        }

        s_gate.Exit();
        return name;
    }

    /// <summary>Forgets a pool whose assembly was unloaded.</summary>
    public static void Remove(PoolCore* core)
    {
        s_gate.Enter();
        int at = Array.FindIndex(s_entries, 0, s_count, entry => entry.Core == (nint)core);
        if (at >= 0)
        {
            s_entries[at] = s_entries[--s_count];
            s_entries[s_count] = default;
        }

        s_gate.Exit();
    }

    /// <summary>How many pools there are now.</summary>
    public static int Count => Volatile.Read(ref s_count);

    /// <summary>The pool at a place; false beyond the last one. An unloaded pool's place goes to the last one.</summary>
    public static bool TryGet(int at, out Entry entry)
    {
        s_gate.Enter();
        bool found = at < s_count;
        entry = found ? s_entries[at] : default;
        s_gate.Exit();
        return found;
    }

    internal readonly record struct Entry(string Name, nint Core, int ObjectBytes, PoolType Type);
}
