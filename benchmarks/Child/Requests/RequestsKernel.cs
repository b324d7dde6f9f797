using System.Diagnostics;
using System.Runtime.CompilerServices;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Requests;

/// <summary>
/// Makes requests and gives half of them back. The other half stays alive until the next round, so that the resident
/// size at rest can be read between rounds; giving it back is not timed.
/// </summary>
internal sealed class RequestsKernel<TModel, TRequest> : IKernel
    where TModel : struct, IRequestModel<TRequest>
    where TRequest : struct
{
    private const int PerCall = 200, WarmRequests = 20;

    private TRequest[] _requests = [];

    public void WarmUp() => Round(WarmRequests);

    public Lap Run(long operations)
    {
        int count = (int)Math.Max(2, operations / WorkloadCatalog.ObjectsPerRequest);
        return new Lap(Round(count), (long)count * WorkloadCatalog.ObjectsPerRequest);
    }

    private long Round(int count)
    {
        FreeEverySecond(from: 1);
        if (_requests.Length != count) _requests = new TRequest[count];
        Array.Clear(_requests);

        long begun = Stopwatch.GetTimestamp();
        for (int from = 0; from < count; from += PerCall) Make(from, Math.Min(from + PerCall, count));
        FreeEverySecond(from: 0);
        return Clock.Nanoseconds(Stopwatch.GetTimestamp() - begun);
    }

    private void FreeEverySecond(int from)
    {
        for (; from < _requests.Length; from += PerCall) Free(from, Math.Min(from + PerCall, _requests.Length));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Make(int from, int to)
    {
        for (int i = from; i < to; i++) _requests[i] = TModel.New(i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Free(int from, int to)
    {
        for (int i = from; i < to; i += 2)
        {
            TModel.Free(_requests[i]);
            _requests[i] = default;
        }
    }
}
