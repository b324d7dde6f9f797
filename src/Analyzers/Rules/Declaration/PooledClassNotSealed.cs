using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB010: a derived object cannot be returned.</summary>
internal static class PooledClassNotSealed
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.PooledClassNotSealed,
        title: "A pooled class should be sealed",
        messageFormat: "Seal '{0}': its pool refuses objects of derived classes, and calls on an unsealed class cost more",
        RuleCategories.Declaration,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A pool of a class hands out and takes back objects of exactly that class.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.PooledClassNotSealed));
}
