using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Lifetimes;

namespace Slabwise.Analyzers.Rules.Ownership;

/// <summary>The rules about what is done with a rental while it is rented, side by side with those about its return.</summary>
internal static class LifetimeRules
{
    public static IEnumerable<Diagnostic> Classify(OperationBlockAnalysisContext context, MemberBody body, OwnershipModel model, IReadOnlyList<Outcome> outcomes)
    {
        // A use or return after the return shows the same defect at a better place.
        HashSet<SyntaxNode> known = [.. outcomes.Where(outcome => !outcome.AfterReturn.IsEmpty && outcome.Site.Operation is not null).Select(outcome => outcome.Site.Operation!.Syntax)];
        HashSet<SyntaxNode> leaked = [.. outcomes.Where(outcome => !outcome.Leaks.IsEmpty && outcome.Site.Operation is not null).Select(outcome => outcome.Site.Operation!.Syntax)];
        LifetimeAnalysis analysis = LifetimeAnalysis.Run(body, context.OwningSymbol, context.GetControlFlowGraph, model, context.CancellationToken);
        foreach ((LocalRental rental, Escape escape) in analysis.Escapes)
        {
            if (known.Contains(rental.Rent.Syntax)) continue;
            if ((EscapeRule.Classify(rental, escape) ?? OutlivedViewRule.Classify(rental, escape)) is { } diagnostic) yield return diagnostic;
        }

        foreach ((LocalRental rental, var graph) in analysis.Rentals)
            if (!leaked.Contains(rental.Rent.Syntax) && LeaseWithoutUsingRule.ClassifyUnprotected(rental, graph) is { } diagnostic) yield return diagnostic;
        foreach (Diagnostic diagnostic in LengthTrustedRule.Classify(body, model)) yield return diagnostic;
        foreach (Diagnostic diagnostic in ReturnedUnclearedRule.Classify(body, model)) yield return diagnostic;
    }
}
