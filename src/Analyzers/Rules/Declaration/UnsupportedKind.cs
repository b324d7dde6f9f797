using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB004: no pool exists for such a type.</summary>
internal static class UnsupportedKind
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.UnsupportedKind,
        title: "This kind of type cannot be pooled",
        messageFormat: "'{0}' cannot be pooled because it is {1}; {2}",
        RuleCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Pools take unmanaged structs and classes that can be created without arguments. Record classes, abstract, static and generic classes, ref structs, file-local types and classes with a fixed layout have no pool.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.UnsupportedKind));
}
