using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Layout;

internal static class PaddingRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.Padding,
        "Padding costs pooled slots",
        "'{0}' takes {1:N0} bytes, {2:N0} of them padding; in the order {3} it takes {4:N0}, and 64 KiB of slabs hold {5:N0} instead of {6:N0}",
        RuleCategories.Sizes,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Fields lie in the order in which they are declared, each at a multiple of its alignment. Largest first leaves no gaps.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.Padding));

    /// <summary>What is reported on a pooled struct; null where another order would gain nothing.</summary>
    public static Diagnostic? Classify(INamedTypeSymbol type, int alignment, Location location)
    {
        if (FieldOrder.Of(type) is not { } order || order.BestBytes >= order.DeclaredBytes || order.DeclaredBytes > SlabGeometry.MaxObjectBytes) return null;
        SlabGeometry now = SlabGeometry.For(order.DeclaredBytes, alignment), then = SlabGeometry.For(order.BestBytes, alignment);
        long have = SlotSize.PerUnit(now), could = SlotSize.PerUnit(then);
        if (could <= have) return null;
        return Diagnostic.Create(
            Descriptor, location, ImmutableDictionary<string, string?>.Empty.Add(LayoutProperties.Order, string.Join(",", order.Best)), type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), order.DeclaredBytes,
            order.DeclaredBytes - order.FieldBytes, string.Join(", ", order.Best), order.BestBytes, could, have);
    }
}
