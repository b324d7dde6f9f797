using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>SLAB007: there is no way to make a new object.</summary>
internal static class CannotConstruct
{
    /// <summary>The rule.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.CannotConstruct,
        title: "The pool cannot create objects of the class",
        messageFormat: "The pool of '{0}' cannot create an object because {1}; add a constructor without parameters or 'static {0} Create()'",
        RuleCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A pool makes new objects when it has no idle one. It calls the constructor without parameters, or a static method Create() where the type has one.",
        helpLinkUri: RuleIdentifiers.GetHelpUri(RuleIdentifiers.CannotConstruct));
}
