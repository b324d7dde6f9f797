using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>The C library's heap, in which the runtime, its compiler and native libraries allocate.</summary>
/// <remarks>glibc keeps free pages below an arena's last used block for as long as the process lives. <c>malloc_trim</c> gives them back; it locks one arena after
/// the other and takes 0.2 to 4 ms in a small server, more where there are many free pieces. So its own time says when it may run again: after 2 s not for hours.</remarks>
internal sealed partial class CHeap
{
    public static readonly CHeap OfProcess = new();

    /// <summary>The least time between the starts of two trims.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The longest trim that is as good as free. A longer one holds up whoever allocates in the same arena, and is a heap of very many free pieces.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMilliseconds(20);

    /// <summary>How many times as long as a long trim took there is none after it.</summary>
    public const int RestFactor = 10_000;

    private readonly Lock _gate = new();
    private long _nextAllowed = long.MinValue;
    private bool _isMissing = !OperatingSystem.IsLinux();

    /// <summary>Gives back what is free; false where the last time was too short a time ago, true where the C library has no such call.</summary>
    public bool Trim()
    {
        lock (_gate)
        {
            if (_isMissing) return true;
            long start = Stopwatch.GetTimestamp();
            if (start < _nextAllowed) return false;
            try
            {
                _ = MallocTrim(0);
            }
            catch (EntryPointNotFoundException)
            {
                _isMissing = true;    // another C library than glibc
                return true;
            }

            _nextAllowed = start + (long)(RestAfter(Stopwatch.GetElapsedTime(start)).TotalSeconds * Stopwatch.Frequency);
            return true;
        }
    }

    /// <summary>How long there is no trim after one has begun.</summary>
    /// <param name="took">How long that took.</param>
    public static TimeSpan RestAfter(TimeSpan took) => took <= Long ? Pause : took * RestFactor;

    /// <summary>Ends the rest: what other tests' servers trimmed, and how long it took on a busy machine, is not a test's to wait for.</summary>
    public void EndRestForTests()
    {
        lock (_gate) _nextAllowed = long.MinValue;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
