using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class DiscardedRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.Discarded,
        "A rental is thrown away",
        "Nobody keeps the '{0}' that '{1}' rents, so nobody can return it",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The result of a renting call is not used. The pool has lost it, and whoever wanted to warm the pool up has to return it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.Discarded),
        "CWE-401", "CWE-772");

    public static IEnumerable<Diagnostic> Classify(Outcome outcome)
    {
        if (outcome.Leaks.IsEmpty || !IsDiscarded(outcome.Site)) yield break;
        IOperation rent = outcome.Site.Operation!;
        yield return Diagnostic.Create(Descriptor, rent.Syntax.GetLocation(), Describe.Type(outcome.Site), Describe.Call(rent));
    }

    public static bool IsDiscarded(Site site)
    {
        if (site.Operation is not IInvocationOperation rent) return false;
        if (site.OutParameter is { } through)
        {
            return rent.Arguments.Any(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter, through)
                && argument.Value is IDiscardOperation or IDeclarationExpressionOperation { Expression: IDiscardOperation });
        }

        IOperation? user = rent.Parent;
        while (user is IConversionOperation) user = user.Parent;
        return user is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }
}
