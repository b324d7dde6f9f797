using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB002: a slab would hide references from the garbage collector.</summary>
internal static class ReferencesInStruct
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.ReferencesInStruct,
        title: "A pooled struct must not hold references",
        messageFormat: "Field '{0}' of pooled struct '{1}' has type '{2}', which {3}: slabs lie outside the GC heap, so keep an id or a handle instead, or make '{1}' a class",
        RuleCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The garbage collector does not look into slabs: an object that only a slab refers to would be collected while it is in use.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.ReferencesInStruct));
}
