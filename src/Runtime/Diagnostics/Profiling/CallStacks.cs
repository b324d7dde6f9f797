using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>Stacks that were named before, by the number of their return addresses.</summary>
/// <remarks>A number takes a fraction of a microsecond and names tens of them. A sample comes each 100 µs on a busy thread, so names would be a tenth of it.</remarks>
internal static class CallStacks
{
    /// <summary>The most that are kept.</summary>
    public const int Most = 32_768;

    private static readonly ConcurrentDictionary<ulong, CallStack> Known = new();
    private static int s_known;

    /// <summary>This thread's stack, without Slabwise's own methods at its end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static CallStack Current()
    {
        if (!FramePointers.IsActive) return new CallStack(StackNames.Capture(), isKnown: false);
        ulong hash = FramePointers.Hash();
        if (Known.TryGetValue(hash, out CallStack? stack)) return stack;
        bool isKept = Volatile.Read(ref s_known) < Most;
        stack = new CallStack(StackNames.Capture(), isKept);
        if (isKept && Known.TryAdd(hash, stack)) Interlocked.Increment(ref s_known);
        return stack;
    }

    /// <summary>Forgets them: code may have been unloaded, and other code have its addresses.</summary>
    public static void Clear()
    {
        Known.Clear();
        Volatile.Write(ref s_known, 0);
    }
}
