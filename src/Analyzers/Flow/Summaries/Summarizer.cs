using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow.Summaries;

/// <summary>Solves the body of a helper for each of its parameters, and for what it rents and hands out.</summary>
internal static class Summarizer
{
    private const int Steps = 20_000;
    private const int MaxBlocks = 100;

    public static MethodSummary Summarize(
        IMethodSymbol method, MethodDeclarationSyntax body, OwnershipModel model, Callees callees, SemanticModel semantics, CancellationToken cancellation)
    {
        if (semantics.GetOperation(body, cancellation) is not IMethodBodyOperation operation || IsIterator(operation)) return MethodSummary.Unknown;
        ControlFlowGraph graph = ControlFlowGraph.Create(operation, cancellation);
        if (graph.Blocks.Length > MaxBlocks) return MethodSummary.Unknown;
        // The symbols of an invocation and those of the declaration may be the two halves of a partial method.
        IMethodSymbol declared = semantics.GetDeclaredSymbol(body, cancellation) as IMethodSymbol ?? method;
        RootVariables variables = new(operation.DescendantsAndSelf());
        Budget budget = new(Steps, cancellation);
        SiteFinder found = SiteFinder.Search(graph, model, variables, callees);
        ConditionReader conditions = new(variables);
        GraphFacts facts = new(graph, model);

        ParameterEffect?[] effects = new ParameterEffect?[declared.Parameters.Length];
        foreach (IParameterSymbol parameter in declared.Parameters)
        {
            if (parameter.RefKind != RefKind.None || !MayBeRental(parameter.Type) || variables.IsShared(parameter)) continue;
            Site site = Site.OfRentedParameter(parameter, OwnershipModel.AllocatorOf(parameter.Type));
            effects[parameter.Ordinal] = EffectOn(Run(site, out Observations? observations), observations);
        }

        Acquisition? acquires = null;
        if (!declared.ReturnsVoid)
        {
            foreach (Site site in found.Sites)
            {
                if (site.Allocator is not { } allocator || site.OutParameter is not null) continue;
                if (Run(site, out _) is { } solver && HandsOut(solver)) acquires = new Acquisition(allocator);
            }
        }

        return new MethodSummary(effects, acquires);

        Solver? Run(Site site, out Observations observations)
        {
            observations = new Observations();
            Solver solver = new(facts, site, new Evaluator(model, variables, conditions, site, callees), budget, bypassed: null);
            if (!solver.Solve()) return null;
            solver.Observe(observations);
            return solver;
        }
    }

    private static ParameterEffect? EffectOn(Solver? solver, Observations observations)
    {
        if (solver is null) return null;
        Exit[] exits = [.. solver.Exits.Where(exit => !exit.Exceptional)];
        if (exits.Length == 0) return null;
        Custody custody = exits[0].Custody;
        foreach (Exit exit in exits)
            if (exit.Custody != custody) custody = Custody.MaybeReturned;
        bool handsBack = Array.TrueForAll(exits, exit => exit.HandsOver);
        bool stores = Array.Exists(exits, exit => exit.Escaped || (exit.Result.MayTouchRental() && !handsBack));
        return new ParameterEffect(custody, observations.SeesUse, stores, handsBack);
    }

    // Every way out that rents must give the rental to the caller, and every other must give nothing.
    private static bool HandsOut(Solver solver)
    {
        bool any = false;
        foreach (Exit exit in solver.Exits)
        {
            if (exit.Exceptional) continue;
            if (exit.Custody == Custody.NotRented && exit.Result is Value.Null or Value.Sibling) continue;
            if (exit is not { Custody: Custody.Rented, HandsOver: true, Escaped: false }) return false;
            any = true;
        }

        return any;
    }

    private static bool MayBeRental(ITypeSymbol type) =>
        type.IsReferenceType || Addresses.IsAddress(type) || OwnershipModel.IsHandle(type);

    private static bool IsIterator(IOperation body) =>
        body.Descendants().Any(operation => operation is IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak });
}
