using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>Everything rented by one thread, and only then everything returned: by another one, or by itself.</summary>
internal sealed class FarFreeKernel<TSource, THandle>(bool elsewhere) : IKernel
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    private const int PerCall = 4096, WarmObjects = 64;

    private readonly Crew _crew = new(2);
    private readonly int _returns = elsewhere ? 1 : 0;
    private THandle[] _held = [];

    public void WarmUp() => Round(WarmObjects);

    public Lap Run(long operations) => new(Round((int)operations), operations);

    private long Round(int count)
    {
        if (_held.Length < count) _held = new THandle[count];
        long renting = _crew.Run(member => InParts(member == 0 ? count : 0, RentAll));
        return renting + _crew.Run(member => InParts(member == _returns ? count : 0, ReturnAll));
    }

    private static void InParts(int count, Action<int, int> part)
    {
        for (int from = 0; from < count; from += PerCall) part(from, Math.Min(PerCall, count - from));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RentAll(int from, int count) => BatchLoop<TSource, THandle>.RentAll(_held.AsSpan(from, count));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReturnAll(int from, int count)
    {
        Span<THandle> part = _held.AsSpan(from, count);
        BatchLoop<TSource, THandle>.ReturnAll(part);
        // A returned object must not stay reachable from here.
        if (RuntimeHelpers.IsReferenceOrContainsReferences<THandle>()) part.Clear();
    }
}
