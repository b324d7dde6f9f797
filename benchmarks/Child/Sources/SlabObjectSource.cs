using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>Sixty-four bytes of fields in a pooled class.</summary>
[SizeClassPooled]
internal sealed partial class SlabObject
{
    public long First;
    public long Second, Third, Fourth, Fifth, Sixth, Seventh;
    public long Last;
}

/// <summary>A reference in a struct, so that kernels are compiled for it alone.</summary>
internal readonly struct SlabObjectHandle(SlabObject item)
{
    public readonly SlabObject Item = item;
}

/// <summary>The generated pool of a class.</summary>
internal readonly struct SlabObjectSource : ISource<SlabObjectHandle>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SlabObjectHandle Rent() => new(SlabObject.Rent());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(SlabObjectHandle handle, long value)
    {
        handle.Item.First = value;
        handle.Item.Last = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(SlabObjectHandle handle) => SlabObject.Return(handle.Item);
}
