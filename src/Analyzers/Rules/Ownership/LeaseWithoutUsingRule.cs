using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Lifetimes;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class LeaseWithoutUsingRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.LeaseWithoutUsing,
        "A lease is not held by a using",
        "'{0}' is {1}: declare it with 'using', which returns the rental on every way out",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A lease is made to be held by a using: whatever happens in between, its rental goes back.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.LeaseWithoutUsing),
        "CWE-772");

    /// <summary>The leak of a lease, which has a simpler cure than other leaks.</summary>
    public static bool Covers(Outcome outcome) => outcome.Site.Operation is { } rent && OwnershipModel.IsLease(rent.Type);

    public static IEnumerable<Diagnostic> ClassifyLeak(Outcome outcome)
    {
        if (outcome.Leaks.IsEmpty || !Covers(outcome) || DiscardedRule.IsDiscarded(outcome.Site)) yield break;
        yield return Report(outcome.Site.Operation!, DiagnosticSeverity.Warning, outcome.EndsReturned ? "not disposed on every path" : "never disposed");
    }

    /// <summary>A lease whose only disposals stand where an exception does not pass.</summary>
    public static Diagnostic? ClassifyUnprotected(LocalRental rental, ControlFlowGraph graph)
    {
        if (!OwnershipModel.IsLease(rental.Local.Type)) return null;
        int disposed = int.MaxValue, mayThrow = int.MaxValue;
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in (block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations).SelectMany(statement => statement.DescendantsAndSelf()))
            {
                if (operation is IInvocationOperation call && !ReferenceEquals(call, rental.Rent))
                {
                    bool own = call is { TargetMethod.Name: "Dispose", Instance: ILocalReferenceOperation { Local: { } local } } && SymbolEqualityComparer.Default.Equals(local, rental.Local);
                    if (own && IsInFinally(block)) return null;
                    int at = call.Syntax.SpanStart;
                    if (own) disposed = Math.Min(disposed, at);
                    else if (at > rental.Rent.Syntax.SpanStart) mayThrow = Math.Min(mayThrow, at);
                }

                // Handed on: whoever gets it may dispose it.
                if (operation is ILocalReferenceOperation { Local: { } handed, Parent: not (IMemberReferenceOperation or IInvocationOperation or ISimpleAssignmentOperation) }
                    && SymbolEqualityComparer.Default.Equals(handed, rental.Local)) return null;
            }
        }

        return mayThrow < disposed && disposed < int.MaxValue ? Report(rental.Rent, DiagnosticSeverity.Info, "not disposed where something throws") : null;
    }

    private static Diagnostic Report(IOperation rent, DiagnosticSeverity severity, string what) =>
        Diagnostic.Create(Descriptor, rent.Syntax.GetLocation(), severity, additionalLocations: null, properties: null, Describe.Call(rent), what);

    private static bool IsInFinally(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
            if (region.Kind == ControlFlowRegionKind.Finally) return true;
        return false;
    }
}
