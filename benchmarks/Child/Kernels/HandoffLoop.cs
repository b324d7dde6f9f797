using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Kernels;

/// <summary>The two sides of a hand-over.</summary>
internal interface IHandoffLoop<THandle>
    where THandle : struct
{
    static abstract void Produce(GroupRing<THandle> ring, int groups);

    static abstract void Consume(GroupRing<THandle> ring, int groups);
}

/// <summary>Hand-over with objects rented and returned one by one.</summary>
internal readonly struct SingleHandoff<TSource, THandle> : IHandoffLoop<THandle>
    where TSource : struct, ISource<THandle>
    where THandle : struct
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Produce(GroupRing<THandle> ring, int groups)
    {
        for (int i = 0; i < groups; i++)
        {
            BatchLoop<TSource, THandle>.RentAll(ring.BeginWrite());
            ring.EndWrite();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Consume(GroupRing<THandle> ring, int groups)
    {
        for (int i = 0; i < groups; i++)
        {
            BatchLoop<TSource, THandle>.ReturnAll(ring.BeginRead());
            ring.EndRead();
        }
    }
}

/// <summary>Hand-over with a call for a whole group on both sides.</summary>
internal readonly struct BulkHandoff<TSource, THandle> : IHandoffLoop<THandle>
    where TSource : struct, IBulkSource<THandle>
    where THandle : struct
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Produce(GroupRing<THandle> ring, int groups)
    {
        for (int i = 0; i < groups; i++)
        {
            Span<THandle> group = ring.BeginWrite();
            TSource.Rent(group);
            for (int at = 0; at < group.Length; at++) TSource.Touch(group[at], at);
            ring.EndWrite();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Consume(GroupRing<THandle> ring, int groups)
    {
        for (int i = 0; i < groups; i++)
        {
            TSource.Return(ring.BeginRead());
            ring.EndRead();
        }
    }
}
