using Slabwise.Caches;

namespace Slabwise.Runtime.Tests.Statistics;

/// <summary>Sets what a thread's hand has counted: a test cannot wait for four billion refills.</summary>
internal static unsafe class HandProbe
{
    public static void SetRefills<T>(StructPool<T> pool, uint refills) where T : unmanaged => ThreadHands.TryOf(pool.CoreForTests)->Refills = refills;
}
