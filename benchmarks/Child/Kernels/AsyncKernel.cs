using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>
/// Rent, touch, await something that has completed, return: the handle lives in the state machine, and the code in a
/// method with an exception region around it.
/// </summary>
internal sealed class AsyncKernel<TSource, THandle>() : LoopKernel(operationsPerUnit: 1, unitsPerCall: 4096, warmUnits: 256)
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    protected override void Units(int count)
    {
        ValueTask work = Loop(count);
        if (!work.IsCompletedSuccessfully) throw new InvalidOperationException("The loop was expected to complete synchronously.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async ValueTask Loop(int count)
    {
        for (int i = 0; i < count; i++)
        {
            THandle handle = TSource.Rent();
            TSource.Touch(handle, i);
            await ValueTask.CompletedTask;
            TSource.Return(handle);
        }
    }
}
