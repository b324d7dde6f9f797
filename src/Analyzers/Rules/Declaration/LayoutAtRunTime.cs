using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB009: compile time does not know the size.</summary>
internal static class LayoutAtRunTime
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.LayoutAtRunTime,
        title: "The slab layout is known only at run time",
        messageFormat: "The slabs of '{0}' are laid out when its pool starts, not at compile time, because {1}",
        RuleCategories.Declaration,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Geometry that is known at compile time is checked there and shown in the generated code. Pointer-sized fields, automatic layout, type parameters and structs of other assemblies leave it to the running machine, which computes the same from the JIT's sizeof.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.LayoutAtRunTime));
}
