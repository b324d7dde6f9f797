using Slabwise.Diagnostics.Doctor;

namespace Slabwise;

/// <summary>Says from two snapshots why the process holds what it holds: a leak, fragmentation, caches, decay that is still pending, or memory that is
/// not Slabwise's.</summary>
/// <remarks>Thread-safe. Take the snapshots under the same load, some seconds apart or more: growth between them is what tells a leak from a program
/// that simply needs much.</remarks>
public static class SlabwiseDoctor
{
    /// <summary>What is not reported unless it is asked for: less than 4 MiB.</summary>
    public const long DefaultLeastBytes = 4 << 20;

    /// <summary>Examines a process.</summary>
    /// <param name="earlier">The first snapshot.</param>
    /// <param name="later">The second one.</param>
    /// <param name="leastBytes">How many bytes a finding must explain to be reported.</param>
    /// <returns>What was found, the most bytes first; nothing for a process that is well.</returns>
    /// <exception cref="ArgumentNullException">A snapshot is missing.</exception>
    /// <exception cref="ArgumentException">The first is not the earlier one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The least bytes are not positive.</exception>
    public static Diagnosis Examine(SlabwiseStatistics earlier, SlabwiseStatistics later, long leastBytes = DefaultLeastBytes)
    {
        ArgumentNullException.ThrowIfNull(later);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leastBytes);
        var examination = new Examination(later.Since(earlier), leastBytes);
        IEnumerable<Finding> found =
        [
            .. Leak.Find(examination),
            .. Fragmentation.Find(examination),
            .. Hoard.Find(examination),
            .. PendingDecay.Find(examination),
            .. Foreign.Find(examination),
        ];
        return new Diagnosis(examination.Change, [.. found.OrderByDescending(finding => finding.Bytes)]);
    }
}
