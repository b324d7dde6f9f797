using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Benchmarks.Child.Sources;

/// <summary><see cref="NativeMemory"/>, and with it whatever malloc the process was started with.</summary>
internal readonly unsafe struct NativeSource : ISource<nint>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Rent() => (nint)NativeMemory.Alloc(64);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(nint handle, long value)
    {
        ((long*)handle)[0] = value;
        ((long*)handle)[7] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(nint handle) => NativeMemory.Free((void*)handle);
}
