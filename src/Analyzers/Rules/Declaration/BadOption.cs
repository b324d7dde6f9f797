using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB005: the attribute asks for what the pool cannot do.</summary>
internal static class BadOption
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.BadOption,
        title: "A pool option has a value that it cannot have",
        messageFormat: "{0} = {1} has no meaning for '{3}': {0} {2}",
        RuleCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The options of [SizeClassPooled] are checked where they are written, so that a pool does not fail at its first use.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.BadOption));
}
