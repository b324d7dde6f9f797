using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class DoubleReturnRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.DoubleReturn,
        "A rental is returned twice",
        "'{0}' returns what was already returned at line {1}: two renters will share it",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A pool that gets the same object twice hands it to two renters, who then write into each other's data.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.DoubleReturn),
        "CWE-415");

    public static IEnumerable<Diagnostic> Classify(Outcome outcome)
    {
        foreach (Tally tally in outcome.AfterReturn)
        {
            if (tally is not { Role: Role.Return, ReturnedBy: { } first }) continue;
            yield return Diagnostic.Create(
                Descriptor,
                tally.Operation.Syntax.GetLocation(),
                [first.Syntax.GetLocation()],
                Describe.Call(tally.Operation),
                Describe.Line(first));
        }
    }
}
