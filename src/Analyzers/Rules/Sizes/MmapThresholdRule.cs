using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Options;

namespace Slabwise.Analyzers.Rules.Sizes;

internal static class MmapThresholdRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.MmapThreshold,
        "A size range straddles malloc's mmap threshold",
        "{0:N0} to {1:N0} bytes lie on both sides of malloc's mmap threshold: from {2:N0} bytes on a block is mapped by a system call of its own, faults in every page anew, and is unmapped when it is freed, until the threshold has moved",
        RuleCategories.Sizes,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "glibc maps large blocks one by one and moves the threshold at the first free of such a block, so that one call site is fast or slow by its history.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.MmapThreshold));

    private static readonly RuleOption<long> s_threshold = RuleOption.Number(RuleIdentifiers.MmapThreshold, "threshold_bytes", 128 * 1024, least: 4_096);

    // The threshold never moves further than this: what goes far beyond is mapped anyway, and its bound says little about its usual size.
    private const long FurthestThreshold = 32 << 20;

    // malloc compares with the threshold what it would take: the size word, rounded up to 16.
    private const long Overhead = 8 + 15;

    public static Diagnostic? Classify(Allocation allocation, OptionReader options)
    {
        if (allocation.Kind != AllocationKind.Malloc || allocation.Count.IsConstant || allocation.Most is not { } most || most > FurthestThreshold) return null;
        long edge = options.Get(s_threshold, allocation.Operation.Syntax.SyntaxTree) - Overhead;
        long least = Math.Max(allocation.Count.Min, 0);
        return least < edge && most >= edge ? Diagnostic.Create(Descriptor, allocation.Operation.Syntax.GetLocation(), least, most, edge) : null;
    }
}
