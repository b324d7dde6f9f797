using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Options;

namespace Slabwise.Analyzers.Rules.Sizes;

internal static class PoolRoundingRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.PoolRounding,
        "The pool's rounding doubles a rental",
        "{0} get an array of {1:N0}, {2:N0} bytes where {3:N0} were asked for; {4:N0} elements, {5:N0} fewer, get half of that, and SlabArrayPool would give {6:N0} bytes",
        RuleCategories.Sizes,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "ArrayPool rounds a length up to a power of two. A little more than one is the most expensive length to ask for.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.PoolRounding));

    private static readonly RuleOption<long> s_nearPercent = RuleOption.Number(RuleIdentifiers.PoolRounding, "near_percent", 10);
    private static readonly RuleOption<long> s_minWaste = RuleOption.Number(RuleIdentifiers.PoolRounding, "min_waste_bytes", 1_024);

    public static Diagnostic? Classify(Allocation allocation, OptionReader options)
    {
        if (allocation is not { Kind: AllocationKind.Pooled, Rounding: Rounding.PowerOfTwo } || allocation.Most is not { } count) return null;
        SyntaxTree tree = allocation.Operation.Syntax.SyntaxTree;
        long given = Rounding.PowerOfTwo.Up(count), below = Rounding.PowerOfTwo.Down(count - 1), element = allocation.Size.ElementBytes;
        if (given == count || below == 0 || (count - below) * 100 > below * options.Get(s_nearPercent, tree)) return null;
        if ((given - count) * element < options.Get(s_minWaste, tree)) return null;
        return Diagnostic.Create(
            Descriptor,
            allocation.Operation.Syntax.GetLocation(),
            SizeProperties.Of(allocation, given, below),
            Words.Asked(allocation, count),
            given,
            given * element,
            count * element,
            below,
            count - below,
            Rounding.SlabClasses.Up(count) * element);
    }
}
