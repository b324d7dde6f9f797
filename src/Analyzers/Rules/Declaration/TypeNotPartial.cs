using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB001: the generator cannot add a part to the type.</summary>
internal static class TypeNotPartial
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.TypeNotPartial,
        title: "A pooled type must be partial",
        messageFormat: "Declare '{0}' partial: the build writes its pool into another part of the type",
        RuleCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The pool of a type marked with [SizeClassPooled] is generated into a second part of that type, which the language allows only for partial types.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.TypeNotPartial));
}
