using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>
/// Rent, touch, return in an async method: the handle lives in the state machine, since an await lies between, and all
/// of it in a method with an exception region around it. The await is passed over when there is nothing to wait for,
/// as hot code does; what the machinery of awaiting costs is no allocator's doing, and C has none to compare.
/// </summary>
internal sealed class AsyncKernel<TSource, THandle>() : LoopKernel(operationsPerUnit: 1, unitsPerCall: 4096, warmUnits: 256)
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    protected override void Units(int count)
    {
        ValueTask work = Loop(count, Task.CompletedTask);
        if (!work.IsCompletedSuccessfully) throw new InvalidOperationException("The loop was expected to complete synchronously.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async ValueTask Loop(int count, Task pending)
    {
        for (int i = 0; i < count; i++)
        {
            THandle handle = TSource.Rent();
            TSource.Touch(handle, i);
            if (!pending.IsCompleted) await pending;
            TSource.Return(handle);
        }
    }
}
