using Slabwise.Caches;
using Slabwise.Pages;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>A piece of work that meets refusals: it may fail by <see cref="OutOfMemoryException"/> or a null, and then only for what was refused.</summary>
internal abstract class FaultScenario : IDisposable
{
    /// <summary>Does all of the work; false where part of it was refused. May be called again.</summary>
    public abstract bool Run();

    /// <summary>Holds every equation of what was worked on.</summary>
    public abstract void Validate();

    public abstract void Dispose();

    /// <summary>Bytes of bookkeeping that stay by design when it is disposed of.</summary>
    public virtual long KeptForGood => 0;

    /// <summary>Fails each kind of call in turn at its n-th time, once and for good, until a run meets no refusal; after each one the equations hold
    /// and a second run succeeds. When all is over, nothing is mapped or kept that was not before.</summary>
    /// <param name="make">Makes the work anew.</param>
    /// <param name="ends">Whether everything that it maps ends with it.</param>
    /// <param name="mustOccur">Kinds of calls that it must meet where address space is reserved; a slab table knows only mappings.</param>
    public static void RefuseInTurn(Func<FaultScenario> make, bool ends, bool reserves, params SystemCall[] mustOccur)
    {
        using var memory = new FaultyMemory();

        // What a pool keeps for good it keeps from its first use on; the curve is made once a process.
        _ = Decay.HeldOf(0);
        long kept = 0;
        Refuse(memory, make, SystemCall.Reserve, int.MaxValue, lasts: false, ref kept);
        CalmDown();
        kept = 0;
        long metadata = Unexplained(), mapped = PageHeap.MappedBytes, resident = UnexplainedResident(), side = PageHeap.SideBytes;
        foreach (SystemCall kind in Enum.GetValues<SystemCall>())
        {
            int refused = 0;
            for (int at = 1; Refuse(memory, make, kind, at, lasts: false, ref kept); at++) refused++;
            for (int at = 1; Refuse(memory, make, kind, at, lasts: true, ref kept); at++) refused++;
            if (mustOccur.Contains(kind) && (reserves || kind == SystemCall.MapLazily)) Assert.True(refused > 0, $"no call of kind {kind} was met: the scenario proves nothing about it");
        }

        CalmDown();
        Assert.Empty(memory.Broken);
        if (ends) Assert.True(mapped >= PageHeap.MappedBytes, $"{PageHeap.MappedBytes - mapped:N0} bytes stay mapped");    // a slab that an earlier test left may go meanwhile
        if (ends) Assert.Equal(side, PageHeap.SideBytes);
        Assert.Equal(resident, UnexplainedResident());
        Assert.True(
            TestPools.Eventually(() => Unexplained() <= metadata + kept),
            $"{Unexplained() - metadata - kept:N0} bytes of bookkeeping were lost");
    }

    // On a thread of its own, whose hands start empty, so that refusals meet their opening too.
    private static bool Refuse(FaultyMemory memory, Func<FaultScenario> make, SystemCall kind, int at, bool lasts, ref long kept)
    {
        bool hit = false;
        long keptByThis = 0;
        string where = $"{kind} refused at call {at}{(lasts ? " and after" : "")}";
        TestPools.OnThreads(1, _ =>
        {
            try
            {
                using FaultScenario scenario = make();
                memory.Arm(kind, at, lasts);
                bool done;
                try
                {
                    done = scenario.Run();
                }
                finally
                {
                    memory.Heal();
                }

                hit = memory.Hit;
                Assert.True(done || hit, "the work fails without a refusal");
                scenario.Validate();
                Assert.True(scenario.Run(), "the work fails after the refusal is over");
                scenario.Validate();
                keptByThis = scenario.KeptForGood;
            }
            catch (Exception e)
            {
                memory.Heal();
                throw new InvalidOperationException($"{where}: {e.Message}", e);
            }
        });
        HandOwners.RetireDead();
        kept += keptByThis;
        return hit;
    }

    // Bookkeeping that no open pool says it holds.
    private static unsafe long Unexplained()
    {
        long bytes = MetadataHeap.Bytes;
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core)) bytes -= PoolCore.BytesOf(core);
        return bytes;
    }

    // Counted as resident, and in no open pool nor heap: what earlier tests left decays meanwhile.
    private static unsafe long UnexplainedResident()
    {
        long bytes = PageHeap.ResidentBytes - ExtentHeaps.Count().Resident;
        for (PoolCore* core = CoreList.VisitFirst(); core is not null; core = CoreList.VisitNext(core)) bytes -= core->Slabs.Count(ref core->Memory).Resident;
        return bytes;
    }

    // Caches of earlier tests' pools shrink by themselves; then nothing but the scenario changes the counts.
    private static void CalmDown()
    {
        TestPools.CollectDeadThreads();
        HandOwners.RetireDead();
        for (int i = 0; i < 40 && CacheCare.ShrinkCold(); i++)
        {
        }

        // What they left free would decay meanwhile, and a slab of a table is unmapped then.
        SlabwiseControl.Purge();
    }
}
