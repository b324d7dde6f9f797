using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class HeldAcrossAwaitRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.HeldAcrossAwait,
        "A value that belongs to one thread is held across an await",
        "'{0}' {1} and is held across this 'await': line {2}, which {3}, may run on another thread",
        RuleCategories.Threads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The code behind an await goes on on whichever thread completes it, and the thread that was left uses what is its own meanwhile.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.HeldAcrossAwait),
        "CWE-362");

    private const int MaxNesting = 32;

    public static void Analyze(OperationBlockAnalysisContext context, OwnershipModel? model, BoundTypes bound)
    {
        PerThreadValues values = new(context.OperationBlocks, model, bound);
        if (!values.Any || ComesBackToItsThread(context.OwningSymbol.ContainingType)) return;
        foreach (IOperation block in context.OperationBlocks)
            if (block.Parent is null || block.Parent is IMethodBodyBaseOperation) Analyze(context, context.GetControlFlowGraph(block), context.OwningSymbol, values, model, 0);
    }

    private static void Analyze(
        OperationBlockAnalysisContext context, ControlFlowGraph graph, ISymbol function, PerThreadValues values, OwnershipModel? model, int depth)
    {
        foreach (KeyValuePair<ISymbol, (IAwaitOperation Await, IOperation Use)> found in AwaitCrossing.Find(graph, function, values, model))
            context.ReportDiagnostic(Report(found.Key, values[found.Key], found.Value.Await, found.Value.Use));
        if (depth >= MaxNesting) return;
        foreach (IFlowAnonymousFunctionOperation lambda in graph.Blocks.SelectMany(Statements).SelectMany(statement => statement.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>())
            if (lambda.Symbol.IsAsync) Analyze(context, graph.GetAnonymousFunctionControlFlowGraph(lambda, context.CancellationToken), lambda.Symbol, values, model, depth + 1);
        foreach (IMethodSymbol local in graph.LocalFunctions)
            if (local.IsAsync) Analyze(context, graph.GetLocalFunctionControlFlowGraph(local, context.CancellationToken), local, values, model, depth + 1);
    }

    private static IEnumerable<IOperation> Statements(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations;

    private static Diagnostic Report(ISymbol symbol, PerThreadKind kind, IAwaitOperation await, IOperation use)
    {
        (string what, string does) = kind switch
        {
            PerThreadKind.Bound => ("is for the thread that made it", "uses it"),
            PerThreadKind.Slot => ("is this thread's own", "uses it"),
            _ => ("comes from a per-thread cache", "returns it"),
        };
        int line = use.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return Diagnostic.Create(Descriptor, await.Syntax.GetLocation(), [use.Syntax.GetLocation()], symbol.Name, what, line, does);
    }

    // User interfaces post the rest of an async method back to their thread.
    private static bool ComesBackToItsThread(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.ToDisplayString() is "System.Windows.Forms.Control" or "System.Windows.Threading.DispatcherObject"
                or "Microsoft.UI.Xaml.DependencyObject" or "Windows.UI.Xaml.DependencyObject" or "Avalonia.AvaloniaObject" or "UnityEngine.MonoBehaviour") return true;
        }

        return false;
    }
}
