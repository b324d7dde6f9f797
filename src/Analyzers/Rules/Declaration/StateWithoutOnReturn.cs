using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB008: idle objects keep other objects alive.</summary>
internal static class StateWithoutOnReturn
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.StateWithoutOnReturn,
        title: "A pooled class keeps references while it is idle",
        messageFormat: "'{0}' has {1} to other objects ({2}) and no OnReturn: an idle object keeps them alive and shows them to its next user, so clear them in 'partial void OnReturn()'",
        RuleCategories.Declaration,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "What an object refers to when it is returned stays reachable from the pool, and is still there at the next rent.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.StateWithoutOnReturn));
}
