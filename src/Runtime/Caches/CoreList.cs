using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>Every open pool's core, for what goes over all pools: budgets and the shrinking of idle caches.</summary>
/// <remarks>A ring through the cores themselves; its gate is taken before any core's own, never after.</remarks>
internal static unsafe class CoreList
{
    private static PoolCore* s_any;
    private static SpinGate s_gate;

    public static void Add(PoolCore* core)
    {
        s_gate.Enter();
        if (s_any is null)
        {
            core->Next = core->Previous = core;
            s_any = core;
        }
        else
        {
            core->Next = s_any;
            core->Previous = s_any->Previous;
            s_any->Previous->Next = core;
            s_any->Previous = core;
        }

        s_gate.Exit();
    }

    /// <summary>Takes a core out; waits until nobody visits it.</summary>
    public static void Remove(PoolCore* core)
    {
        var spin = default(SpinWait);
        s_gate.Enter();
        while (core->Visitors > 0)
        {
            s_gate.Exit();
            spin.SpinOnce(sleep1Threshold: -1);
            s_gate.Enter();
        }

        if (s_any == core) s_any = core->Next == core ? null : core->Next;
        core->Previous->Next = core->Next;
        core->Next->Previous = core->Previous;
        CpuBudget.Forget(core);
        s_gate.Exit();
    }

    /// <summary>The first core, which stays in the list and open until <see cref="VisitNext"/>; null where there is none.</summary>
    /// <remarks>For what takes system calls at every pool: the list is not held meanwhile, so pools start and budgets move. Whoever stops
    /// before the end calls <see cref="Leave"/>.</remarks>
    public static PoolCore* VisitFirst()
    {
        s_gate.Enter();
        PoolCore* core = s_any;
        if (core is not null) core->Visitors++;
        s_gate.Exit();
        return core;
    }

    /// <summary>Goes on to the next core; null after the last.</summary>
    public static PoolCore* VisitNext(PoolCore* core)
    {
        s_gate.Enter();
        PoolCore* next = core->Next == s_any ? null : core->Next;
        core->Visitors--;
        if (next is not null) next->Visitors++;
        s_gate.Exit();
        return next;
    }

    /// <summary>Ends a visit.</summary>
    public static void Leave(PoolCore* core)
    {
        s_gate.Enter();
        core->Visitors--;
        s_gate.Exit();
    }

    /// <summary>Visits one core, while the list is held and the core is in it; <see cref="Leave"/> ends the visit.</summary>
    public static void Visit(PoolCore* core) => core->Visitors++;

    /// <summary>Keeps the list as it is until <see cref="LetGo"/>.</summary>
    public static void Hold() => s_gate.Enter();

    /// <summary>Keeps the list as it is until <see cref="LetGo"/>, unless somebody else holds it: a spill does not wait for that.</summary>
    public static bool TryHold() => s_gate.TryEnter();

    public static void LetGo() => s_gate.Exit();

    /// <summary>Starts every pool's peak anew.</summary>
    public static void ResetPeaks()
    {
        for (PoolCore* core = VisitFirst(); core is not null; core = VisitNext(core)) core->Slabs.ResetPeak();
    }

    /// <summary>The core after another one, round and round; some first one after null. While held, and not empty.</summary>
    public static PoolCore* After(PoolCore* core) => core is null ? s_any : core->Next;
}
