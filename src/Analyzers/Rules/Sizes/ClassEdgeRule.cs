using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Options;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Sizes;

internal static class ClassEdgeRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.ClassEdge,
        "A size is just past a size class",
        "{0} takes a block of {1:N0} bytes, of which {2:N0} are wasted; the class below has {3:N0}, {4:N0} fewer than asked for",
        RuleCategories.Sizes,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Slabwise rounds a size up to a class. A few bytes less would fit the class below, and all that is in this one may be used as well. Where only a bound is known, this is a suggestion.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.ClassEdge));

    private static readonly RuleOption<long> s_maxDistance = RuleOption.Number(RuleIdentifiers.ClassEdge, "max_distance_bytes", 64, least: 1);
    private static readonly RuleOption<long> s_minWaste = RuleOption.Number(RuleIdentifiers.ClassEdge, "min_waste_percent", 10);

    // Further than a quarter of the way to the next class is past the edge, but not just.
    private const long PartOfGap = 4;

    public static Diagnostic? Classify(Allocation allocation, OptionReader options)
    {
        if (allocation.Most is not { } count || count <= 0 || Classes(allocation, count) is not { } edge) return null;
        SyntaxTree tree = allocation.Operation.Syntax.SyntaxTree;
        long distance = edge.Asked - edge.Below, waste = edge.Given - edge.Asked;
        if (edge.Below == 0 || distance > options.Get(s_maxDistance, tree) || distance * PartOfGap > edge.Given - edge.Below) return null;
        if (waste * 100 < options.Get(s_minWaste, tree) * edge.Given) return null;
        bool certain = allocation.Count.IsConstant;
        long element = allocation.Size.ElementBytes;
        return Diagnostic.Create(
            Descriptor,
            allocation.Operation.Syntax.GetLocation(),
            certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: SizeProperties.Of(allocation, edge.Given / element, edge.Below / element),
            Asked(allocation, count, edge.Asked),
            edge.Given,
            waste,
            edge.Below,
            distance);
    }

    private static string Asked(Allocation allocation, long count, long bytes) => allocation.Kind == AllocationKind.Pooled && allocation.Size.ElementBytes != 1
        ? Words.Format("{0}, {1:N0} bytes,", Words.Asked(allocation, count), bytes)
        : Words.Asked(allocation, count);

    private static (long Asked, long Given, long Below)? Classes(Allocation allocation, long count)
    {
        long element = allocation.Size.ElementBytes;
        switch (allocation)
        {
            case { Kind: AllocationKind.Pooled, Rounding: Rounding.SlabClasses }:
                return (count * element, Rounding.SlabClasses.Up(count) * element, Rounding.SlabClasses.Down(count - 1) * element);
            case { Kind: AllocationKind.NativeHeap }:
                return (count, (long)HeapSizes.RoundUp((ulong)count), (long)HeapSizes.Below((ulong)count));
            default: return null;
        }
    }
}
