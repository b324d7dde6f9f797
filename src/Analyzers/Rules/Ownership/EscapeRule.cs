using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow.Lifetimes;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class EscapeRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.Escape,
        "A rental escapes and is returned as well",
        "'{0}' goes back to its pool, but line {1} {2}: whoever finds it there shares it with the next renter",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "What a method returns to a pool must not stay reachable for others: either it hands the rental on, or it returns it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.Escape),
        "CWE-416");

    public static Diagnostic? Classify(LocalRental rental, Escape escape)
    {
        if (escape.Tie is not (Tie.Same or Tie.Holder or Tie.Delegate) || escape.Route == EscapeRoute.Started) return null;
        string does = escape.Tie == Tie.Delegate ? "lets a delegate keep it" : escape.Route == EscapeRoute.Returned ? "returns it to the caller" : "stores it";
        return OutlivedViewRule.Report(Descriptor, rental, escape, rental.Local.Name, Describe.Line(escape.Operation), does);
    }
}
