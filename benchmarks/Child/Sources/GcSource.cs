using System.Runtime.CompilerServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>Plain <c>new</c>; returning is forgetting.</summary>
internal readonly struct GcSource : ISource<ManagedHandle>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ManagedHandle Rent() => new(new ManagedBlock());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ManagedHandle handle, long value)
    {
        handle.Block.First = value;
        handle.Block.Last = value;
        Escape(handle.Block);
    }

    public static void Return(ManagedHandle handle)
    {
    }

    /// <summary>Without a call that it cannot see through, the JIT would put the object on the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Escape(object block)
    {
    }
}
