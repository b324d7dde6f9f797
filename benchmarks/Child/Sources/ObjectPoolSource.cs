using System.Runtime.CompilerServices;
using Microsoft.Extensions.ObjectPool;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>
/// <see cref="DefaultObjectPool{T}"/>. Its default of twice the processors would let most workloads here fall through
/// to <c>new</c>; it gets room for all that any of them holds at once.
/// </summary>
internal readonly struct ObjectPoolSource : ISource<ManagedHandle>
{
    private const int Retained = WorkloadCatalog.Many * (WorkloadCatalog.HeldByOne + WorkloadCatalog.Mailbox);

    private static readonly DefaultObjectPool<ManagedBlock> Pool = new(new DefaultPooledObjectPolicy<ManagedBlock>(), Retained);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ManagedHandle Rent() => new(Pool.Get());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ManagedHandle handle, long value)
    {
        handle.Block.First = value;
        handle.Block.Last = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(ManagedHandle handle) => Pool.Return(handle.Block);
}
