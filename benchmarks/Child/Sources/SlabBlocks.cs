using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>What the kernels need to know of a pooled block.</summary>
internal interface ISlabBlock<TSelf> : IPooledStruct<TSelf>
    where TSelf : unmanaged, ISlabBlock<TSelf>
{
    static abstract void Write(ref TSelf block, long value);
}

/// <summary>Sixty-four bytes behind checked handles.</summary>
[SizeClassPooled]
internal partial struct CheckedBlock : ISlabBlock<CheckedBlock>
{
    public long First;
    public long Second, Third, Fourth, Fifth, Sixth, Seventh;
    public long Last;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref CheckedBlock block, long value)
    {
        block.First = value;
        block.Last = value;
    }
}

/// <summary>The same without checks.</summary>
[SizeClassPooled(Safety = SafetyKind.Unchecked)]
internal partial struct UncheckedBlock : ISlabBlock<UncheckedBlock>
{
    public long First;
    public long Second, Third, Fourth, Fifth, Sixth, Seventh;
    public long Last;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref UncheckedBlock block, long value)
    {
        block.First = value;
        block.Last = value;
    }
}

/// <summary>Checked handles, cached for each thread.</summary>
[SizeClassPooled(Cache = CacheKind.PerThread)]
internal partial struct PerThreadBlock : ISlabBlock<PerThreadBlock>
{
    public long First;
    public long Second, Third, Fourth, Fifth, Sixth, Seventh;
    public long Last;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref PerThreadBlock block, long value)
    {
        block.First = value;
        block.Last = value;
    }
}
