using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB006: the type has no room for a generated member.</summary>
internal static class MemberClash
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.MemberClash,
        title: "A name clashes with a member of the pool",
        messageFormat: "Rename '{2}' in '{0}': the generated pool adds a member of that name, and {1} has it already",
        RuleCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generated part declares Pool, Rent, TryRent, Return and Lease, and calls OnRent and OnReturn as instance methods without parameters or result.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.MemberClash));
}
