using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;
using Slabwise.Analyzers.Flow.Summaries;

namespace Slabwise.Analyzers.Flow;

/// <summary>Solves every site of one member, its lambdas and its local functions.</summary>
internal sealed class MemberAnalysis
{
    private const int MaxSitesPerGraph = 128;
    private const int MaxNesting = 32;

    private readonly OwnershipModel _model;
    private readonly RootVariables _variables;
    private readonly Budget _budget;
    private readonly Callees _callees;
    private readonly CancellationToken _cancellation;
    private readonly List<Outcome> _outcomes = [];

    private MemberAnalysis(OwnershipModel model, RootVariables variables, CancellationToken cancellation)
    {
        _model = model;
        _variables = variables;
        _cancellation = cancellation;
        _callees = new Callees(model, cancellation);
        _budget = new Budget(Budget.Default, cancellation);
    }

    public static IReadOnlyList<Outcome> Run(
        MemberBody body, Func<IOperation, ControlFlowGraph> graphOf, OwnershipModel model, CancellationToken cancellation)
    {
        MemberAnalysis analysis = new(model, body.Variables, cancellation);
        HashSet<IOperation> seen = [];
        foreach (IOperation block in body.Blocks)
        {
            IOperation root = block;
            while (root.Parent is not null) root = root.Parent;
            if (root is IBlockOperation or IMethodBodyBaseOperation or ISymbolInitializerOperation && seen.Add(root))
                analysis.Solve(graphOf(block), 0);
        }

        return analysis._outcomes;
    }

    private void Solve(ControlFlowGraph graph, int depth)
    {
        SiteFinder found = SiteFinder.Search(graph, _model, _variables, _callees);
        ConditionReader conditions = new(_variables);
        GraphFacts facts = new(graph, _model);
        foreach (Site site in found.Sites.Take(MaxSitesPerGraph)) Solve(facts, site, conditions);

        if (depth >= MaxNesting) return;
        foreach (IFlowAnonymousFunctionOperation lambda in found.Lambdas)
            Solve(graph.GetAnonymousFunctionControlFlowGraph(lambda, _cancellation), depth + 1);
        foreach (IMethodSymbol function in graph.LocalFunctions)
            Solve(graph.GetLocalFunctionControlFlowGraph(function, _cancellation), depth + 1);
    }

    private void Solve(GraphFacts facts, Site site, ConditionReader conditions)
    {
        Evaluator evaluator = new(_model, _variables, conditions, site, _callees);
        Solver solver = new(facts, site, evaluator, _budget, bypassed: null);
        if (!solver.Solve()) return;
        Observations observations = new();
        solver.Observe(observations);

        List<Leak> leaks = solver.Leaks, throwing = solver.ThrowingLeaks, native = solver.IsHandledSomewhere ? [] : solver.NativeLeaks;
        List<Tally> returns = [.. observations.Returns];
        if (leaks.Count > 0 || throwing.Count > 0 || native.Count > 0 || returns.Exists(tally => !tally.IsAlwaysRental))
        {
            // What holds on some paths only is claimed only if it stands once the tests that may be tied to the rent are set
            // aside. Which tests those are depends on where paths without the rental pass, and only the finished solution
            // knows that.
            Observations sure = new();
            Solver doubting = new(facts, site, evaluator, _budget, solver.Bypassed);
            if (doubting.Solve()) doubting.Observe(sure);
            leaks = doubting.Leaks;
            throwing = doubting.ThrowingLeaks;
            if (native.Count > 0) native = doubting.NativeLeaks;
            returns.RemoveAll(tally => !tally.IsAlwaysRental && sure.Find(tally) is not { IsSurelyRental: true });
        }

        if (leaks.Count == 0 && throwing.Count == 0 && !site.IsForeign && evaluator.TakenBack)
        {
            evaluator.TrustsCallees = true;
            Solver trusting = new(facts, site, evaluator, _budget, solver.Bypassed);
            if (trusting.Solve()) trusting.Observe(new Observations());
            throwing = trusting.ThrowingLeaks;
        }

        _outcomes.Add(new Outcome(site, _variables)
        {
            AfterReturn = [.. observations.Definite],
            Returns = [.. returns],
            Inside = site.Allocator?.Family == Family.Native ? [.. observations.Inside] : [],
            Repeated = [.. observations.Returns.Where(tally => tally.RepeatsItself && Loops.RunsEveryRound(facts.Graph, tally.Operation))],
            Leaks = [.. leaks],
            ThrowingLeaks = [.. throwing],
            NativeLeaks = [.. native],
            EndsReturned = solver.EndsReturned,
        });
    }
}
