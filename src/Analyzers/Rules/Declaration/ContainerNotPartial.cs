using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB003: the generator cannot reach the type through the types around it.</summary>
internal static class ContainerNotPartial
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.ContainerNotPartial,
        title: "Types around a pooled type must be partial",
        messageFormat: "Declare '{0}' partial: the pooled type '{1}' lies in it",
        RuleCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generated part of a nested type must repeat the types around it, which the language allows only for partial types.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.ContainerNotPartial));
}
