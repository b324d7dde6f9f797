using System.Diagnostics;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>A loop on the calling thread, measured as many calls of a short method.</summary>
internal abstract class LoopKernel(int operationsPerUnit, int unitsPerCall, int warmUnits) : IKernel
{
    public void WarmUp() => Units(warmUnits);

    public Lap Run(long operations)
    {
        long units = Math.Max(1, operations / operationsPerUnit);
        // Not timed: caches are cold after other processes ran.
        Repeat(units / 16 + 1);
        long begun = Stopwatch.GetTimestamp();
        Repeat(units);
        long nanoseconds = Clock.Nanoseconds(Stopwatch.GetTimestamp() - begun);
        return new Lap(nanoseconds, units * operationsPerUnit);
    }

    /// <summary>The loop under test.</summary>
    protected abstract void Units(int count);

    private void Repeat(long units)
    {
        for (; units > 0; units -= unitsPerCall) Units((int)Math.Min(units, unitsPerCall));
    }
}
