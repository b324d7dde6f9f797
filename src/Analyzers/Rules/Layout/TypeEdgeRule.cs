using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Options;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Layout;

internal static class TypeEdgeRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.TypeEdge,
        "A pooled type is just past a boundary",
        "'{0}' has {1:N0} bytes and takes {2:N0} of its slabs; with {3:N0} bytes, {4:N0} fewer, it would take {5:N0}",
        RuleCategories.Sizes,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A slot is the type's size rounded up to the pool's alignment, and a slab is whole pages. A few bytes more than fit cost far more than themselves.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.TypeEdge));

    private static readonly RuleOption<long> s_maxDistance = RuleOption.Number(RuleIdentifiers.TypeEdge, "max_distance_bytes", 16, least: 1);
    private static readonly RuleOption<long> s_minSaving = RuleOption.Number(RuleIdentifiers.TypeEdge, "min_saving_percent", 5, least: 1);

    // Every byte less saves itself: past a boundary is where it saves several others.
    private const long Leverage = 3;

    public static Diagnostic? Classify(INamedTypeSymbol type, int alignment, Location location, OptionReader options)
    {
        ValueLayout layout = LayoutModel.Of(type);
        if (!layout.IsKnown || layout.Size > SlabGeometry.MaxObjectBytes || location.SourceTree is not { } tree) return null;
        long taken = SlotSize.Bytes(SlabGeometry.For(layout.Size, alignment));
        long farthest = Math.Max(1, layout.Size - options.Get(s_maxDistance, tree));
        // A struct can only become shorter by its alignment.
        for (int size = layout.Size - layout.Alignment; size >= farthest; size -= layout.Alignment)
        {
            long saved = taken - SlotSize.Bytes(SlabGeometry.For(size, alignment));
            if (saved * 100 < taken * options.Get(s_minSaving, tree) || saved < Leverage * (layout.Size - size)) continue;
            return Diagnostic.Create(
                Descriptor, location, type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), layout.Size, taken, size, layout.Size - size, taken - saved);
        }

        return null;
    }
}
