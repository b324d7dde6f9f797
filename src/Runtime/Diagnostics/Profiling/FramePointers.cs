using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Os;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>A number for the stack of this moment, in a fraction of a microsecond: equal ones are the same return addresses.</summary>
/// <remarks>
/// <para>A stack of methods with names takes 10 to 40 µs, which at a sample each 100 µs would be all of the cost of sampling. So it is taken once for each number.
/// The JIT and the runtime keep frame pointers on x64 Linux; the first one comes from four bytes of machine code. A method without a frame of its
/// own is passed over: two stacks that differ in nothing else count as one.</para>
/// <para>Where there is no such code, <see cref="IsActive"/> is false, and each sample pays for names.</para>
/// </remarks>
internal static unsafe partial class FramePointers
{
    private const int MostFrames = 128;

    private static readonly nint s_code = MapCode();

    [ThreadStatic]
    private static nint t_stackEnd;

    /// <summary>Whether numbers can be had.</summary>
    public static bool IsActive => s_code != 0;

    /// <summary>The number of the caller's stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong Hash()
    {
        nint end = t_stackEnd != 0 ? t_stackEnd : FindStackEnd();
        nint frame = ((delegate* unmanaged[SuppressGCTransition]<nint>)s_code)();
        ulong hash = 14_695_981_039_346_656_037;
        nint here = (nint)(&end);
        for (int i = 0; i < MostFrames; i++)
        {
            if (frame < here || frame > end - 2 * sizeof(nint) || (frame & (sizeof(nint) - 1)) != 0) break;
            hash = (hash ^ (ulong)((nint*)frame)[1]) * 1_099_511_628_211;
            here = frame + 1;
            frame = *(nint*)frame;
        }

        return hash;
    }

    private static nint MapCode()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return 0;
        return OsMemory.Current.MapCode(4096, Write, out _);

        static void Write(byte* page)
        {
            ReadOnlySpan<byte> code = [0x48, 0x89, 0xE8, 0xC3];    // mov rax, rbp; ret
            code.CopyTo(new Span<byte>(page, code.Length));
        }
    }

    // Without a bound the walk stops at once, and all stacks of the thread would be one: then the address of the thread's bound itself tells them apart from others'.
    private static nint FindStackEnd()
    {
        byte* attributes = stackalloc byte[64];
        nint end = 1;
        if (pthread_getattr_np(pthread_self(), attributes) == 0)
        {
            if (pthread_attr_getstack(attributes, out nint start, out nint bytes) == 0) end = start + bytes;
            _ = pthread_attr_destroy(attributes);
        }

        return t_stackEnd = end;
    }

    [LibraryImport("libc")]
    private static partial nint pthread_self();

    [LibraryImport("libc")]
    private static partial int pthread_getattr_np(nint thread, byte* attributes);

    [LibraryImport("libc")]
    private static partial int pthread_attr_getstack(byte* attributes, out nint start, out nint bytes);

    [LibraryImport("libc")]
    private static partial int pthread_attr_destroy(byte* attributes);
}
