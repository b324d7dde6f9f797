using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>Finds in one member, its lambdas and local functions what outlives the rental that it is tied to.</summary>
internal sealed class LifetimeAnalysis
{
    private const int MaxNesting = 32, MaxRentals = 64;

    private readonly OwnershipModel _model;
    private readonly RootVariables _variables;
    private readonly FunctionMap _functions;
    private readonly CancellationToken _cancellation;
    private readonly List<(LocalRental, Escape)> _escapes = [];
    private readonly List<(LocalRental, ControlFlowGraph)> _rentals = [];

    private LifetimeAnalysis(MemberBody body, OwnershipModel model, CancellationToken cancellation)
    {
        _model = model;
        _variables = body.Variables;
        _functions = new FunctionMap(body.Operations);
        _cancellation = cancellation;
    }

    /// <summary>What escapes and is returned on every path as well, one for each rental at most.</summary>
    public IReadOnlyList<(LocalRental Rental, Escape Escape)> Escapes => _escapes;

    /// <summary>All rentals that a local holds, with the graph of their function.</summary>
    public IReadOnlyList<(LocalRental Rental, ControlFlowGraph Graph)> Rentals => _rentals;

    public static LifetimeAnalysis Run(
        MemberBody body, ISymbol owner, Func<IOperation, ControlFlowGraph> graphOf, OwnershipModel model, CancellationToken cancellation)
    {
        LifetimeAnalysis analysis = new(body, model, cancellation);
        foreach (IOperation block in body.Blocks)
            if (block is IBlockOperation or IMethodBodyBaseOperation) analysis.Visit(graphOf(block), owner as IMethodSymbol, 0);
        return analysis;
    }

    private void Visit(ControlFlowGraph graph, IMethodSymbol? function, int depth)
    {
        _cancellation.ThrowIfCancellationRequested();
        List<LocalRental> rentals = LocalRental.In(graph, _model, _variables);
        IOperation[] operations = [.. graph.Blocks.SelectMany(block => block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations)
            .SelectMany(statement => statement.DescendantsAndSelf())];
        if (rentals.Count is > 0 and <= MaxRentals)
        {
            _rentals.AddRange(rentals.Select(rental => (rental, graph)));
            foreach (LocalRental rental in rentals) Examine(graph, rental, new Ties(rental, _variables, _functions, operations), function?.IsAsync == true);
        }

        if (depth >= MaxNesting) return;
        foreach (IFlowAnonymousFunctionOperation lambda in operations.OfType<IFlowAnonymousFunctionOperation>())
            Visit(graph.GetAnonymousFunctionControlFlowGraph(lambda, _cancellation), lambda.Symbol, depth + 1);
        foreach (IMethodSymbol local in graph.LocalFunctions)
            Visit(graph.GetLocalFunctionControlFlowGraph(local, _cancellation), local, depth + 1);
    }

    // A rental that gets out in several ways is returned too early once: the first one shows it.
    private void Examine(ControlFlowGraph graph, LocalRental rental, Ties ties, bool isAsync)
    {
        foreach (Escape escape in EscapeFinder.Find(graph, ties, isAsync))
        {
            if (!PathWalk.AlwaysReturns(graph, rental, ties, _model, escape)) continue;
            _escapes.Add((rental, escape));
            return;
        }
    }
}
