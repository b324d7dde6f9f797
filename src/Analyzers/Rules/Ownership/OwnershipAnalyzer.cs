using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Options;

namespace Slabwise.Analyzers.Rules.Ownership;

/// <summary>Hosts the flow engine for all ownership rules, so that each body is solved once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnershipAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [
            LeakRule.Descriptor, LeakRule.Native, DoubleReturnRule.Descriptor, DoubleReturnRule.Thrown, UseAfterReturnRule.Descriptor, WrongPoolRule.Descriptor, NotRentedRule.Descriptor, NotRentedRule.Inside,
            OverwrittenRule.Descriptor, EscapeRule.Descriptor, LeaseWithoutUsingRule.Descriptor, CopyReturnedRule.Descriptor,
            DiscardedRule.Descriptor, LeakOnThrowRule.Descriptor, LengthTrustedRule.Descriptor, ReturnedUnclearedRule.Descriptor,
            ReturnInLoopRule.Descriptor, OutlivedViewRule.Descriptor,
        ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (OwnershipModel.Create(start.Compilation) is not { } model) return;
            OptionReader options = new(start.Options);
            start.RegisterOperationBlockStartAction(block => StartBlock(block, model, options));
        });
    }

    // Almost no body rents or returns anything; only one that does is worth a graph.
    private static void StartBlock(OperationBlockStartAnalysisContext context, OwnershipModel model, OptionReader options)
    {
        int interesting = 0;
        context.RegisterOperationAction(
            operation =>
            {
                if (Volatile.Read(ref interesting) == 0 && model.IsOfInterest((IInvocationOperation)operation.Operation))
                    Volatile.Write(ref interesting, 1);
            },
            OperationKind.Invocation);
        context.RegisterOperationBlockEndAction(end =>
        {
            if (Volatile.Read(ref interesting) != 0) Analyze(end, model, options);
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, OwnershipModel model, OptionReader options)
    {
        MemberBody body = new(context.OperationBlocks);
        IReadOnlyList<Outcome> outcomes =
            MemberAnalysis.Run(body, context.GetControlFlowGraph, model, context.CancellationToken);
        // Sites may overlap, as where a conditional picks one of two rents: the code that is wrong is still one place.
        HashSet<(string, Location)> reported = [];
        foreach (Outcome outcome in outcomes)
        {
            foreach (Diagnostic diagnostic in LeakRule.Classify(outcome)
                .Concat(LeaseWithoutUsingRule.ClassifyLeak(outcome))
                .Concat(DoubleReturnRule.Classify(outcome, model))
                .Concat(CopyReturnedRule.Classify(outcome, model))
                .Concat(UseAfterReturnRule.Classify(outcome))
                .Concat(WrongPoolRule.Classify(outcome, model))
                .Concat(NotRentedRule.Classify(outcome))
                .Concat(OverwrittenRule.Classify(outcome))
                .Concat(DiscardedRule.Classify(outcome))
                .Concat(LeakOnThrowRule.Classify(outcome, options))
                .Concat(ReturnInLoopRule.Classify(outcome)))
            {
                if (reported.Add((diagnostic.Id, diagnostic.Location))) context.ReportDiagnostic(diagnostic);
            }
        }

        foreach (Diagnostic diagnostic in LifetimeRules.Classify(context, body, model, outcomes)) context.ReportDiagnostic(diagnostic);
    }
}
