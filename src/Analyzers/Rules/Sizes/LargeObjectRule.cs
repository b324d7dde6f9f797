using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Options;

namespace Slabwise.Analyzers.Rules.Sizes;

internal static class LargeObjectRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.LargeObjectEdge,
        "An array is on the large object heap",
        "{0}: objects of {1:N0} bytes and more go to the large object heap, which is collected with generation 2 only and not compacted; {2}",
        RuleCategories.Sizes,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A slightly smaller array would be an ordinary object. Just above the edge, and in loops that allocate, this is a warning.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.LargeObjectEdge),
        "CWE-770");

    /// <summary>For processes that set <c>System.GC.LOHThreshold</c>.</summary>
    public static readonly RuleOption<long> ThresholdBytes = RuleOption.Number(RuleIdentifiers.LargeObjectEdge, "threshold_bytes", 85_000, least: 1_000);

    // "Just above": a tenth over what still fits, small enough that cutting the array down is worth thinking about.
    private static readonly RuleOption<long> s_nearPercent = RuleOption.Number(RuleIdentifiers.LargeObjectEdge, "near_percent", 10);

    public static Diagnostic? Classify(Allocation allocation, OptionReader options)
    {
        if (allocation.Kind is not (AllocationKind.Managed or AllocationKind.Pooled) || allocation.Most is not { } count) return null;
        SyntaxTree tree = allocation.Operation.Syntax.SyntaxTree;
        long threshold = options.Get(ThresholdBytes, tree);
        long allocated = allocation.Rounding.Up(count);
        if (allocation.Size.BytesFor(allocated) < threshold || !ArraySize.CanExist(allocated) || Surroundings.LivesForever(allocation.Operation)) return null;

        long fits = allocation.Rounding.Down(allocation.Size.LargestBelow(threshold));
        bool near = IsNear(allocation, options);
        bool certain = allocation.Count.IsConstant;
        // Most allocations that have a bound far above the edge never come near it.
        if (!certain && !near) return null;
        // A pool allocates its array once, however often the loop comes round.
        bool repeated = allocation.Kind == AllocationKind.Managed && Surroundings.LoopAround(allocation.Operation) is not null;
        return Diagnostic.Create(
            Descriptor,
            allocation.Operation.Syntax.GetLocation(),
            certain && (near || repeated) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: SizeProperties.Of(allocation, up: null, down: near && fits > 0 ? fits : null),
            What(allocation, count, allocated),
            threshold,
            Limit(count, fits));
    }

    /// <summary>Whether a little less would be an ordinary object, so that the edge is what the length should be judged by.</summary>
    public static bool IsNear(Allocation allocation, OptionReader options)
    {
        if (allocation.Most is not { } count) return false;
        SyntaxTree tree = allocation.Operation.Syntax.SyntaxTree;
        long fits = allocation.Rounding.Down(allocation.Size.LargestBelow(options.Get(ThresholdBytes, tree)));
        return (count - fits) * 100 <= fits * options.Get(s_nearPercent, tree);
    }

    private static string What(Allocation allocation, long count, long allocated)
    {
        long bytes = allocation.Size.BytesFor(allocated);
        string asked = Words.Asked(allocation, count);
        return allocation.Kind == AllocationKind.Pooled
            ? Words.Format("The pool rounds {0} up to {1:N0}, an array of {2:N0} bytes", asked, allocated, bytes)
            : allocated == count
                ? Words.Format("{0} of {1} takes {2:N0} bytes with its header", allocation.Noun, asked, bytes)
                : Words.Format("{0} of {1} is rounded to {2:N0} and takes {3:N0} bytes", allocation.Noun, asked, allocated, bytes);
    }

    private static string Limit(long count, long fits) =>
        fits <= 0 ? "no length stays below that" : Words.Format("{0:N0} elements, {1:N0} fewer, stay below that", fits, count - fits);
}
