using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Looks at what reaches other threads: through delegates, hand-overs, awaits, finalizers and state of threads.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        CrossThreadUseRule.Descriptor, HeldAcrossAwaitRule.Descriptor, KeptInThreadStateRule.Descriptor,
        ReturnedByFinalizerRule.Descriptor, CrossThreadReturnRule.Descriptor,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (OwnershipModel.Create(start.Compilation) is not { } model) return;
            BoundTypes bound = new(start.Compilation);
            start.RegisterOperationBlockStartAction(block => StartBlock(block, model, bound));
            start.RegisterSymbolStartAction(type => KeptInThreadStateRule.StartType(type, model), SymbolKind.NamedType);
            bool affine = !start.Compilation.GetTypesByMetadataName(OwnershipNames.SingleThreadAttribute).IsEmpty;
            bool pooled = !start.Compilation.GetTypesByMetadataName(OwnershipNames.SizeClassPooledAttribute).IsEmpty;
            if (affine || pooled) RegisterSinks(start, model);
        });
    }

    private static void StartBlock(OperationBlockStartAnalysisContext context, OwnershipModel model, BoundTypes bound)
    {
        if (ReturnedByFinalizerRule.IsCandidate(context.OwningSymbol))
            context.RegisterOperationBlockEndAction(end => ReturnedByFinalizerRule.Analyze(end, model));
        int awaits = 0;
        context.RegisterOperationAction(_ => Volatile.Write(ref awaits, 1), OperationKind.Await);
        context.RegisterOperationBlockEndAction(end =>
        {
            if (Volatile.Read(ref awaits) != 0) HeldAcrossAwaitRule.Analyze(end, model, bound);
        });
    }

    private static void RegisterSinks(CompilationStartAnalysisContext start, OwnershipModel model)
    {
        start.RegisterOperationAction(
            operation => AnalyzeCall(operation, (IInvocationOperation)operation.Operation, model), OperationKind.Invocation);
        start.RegisterOperationAction(
            operation =>
            {
                IObjectCreationOperation creation = (IObjectCreationOperation)operation.Operation;
                if (creation.Constructor is { } constructor && ThreadSinks.IsSink(constructor)) AnalyzeSink(operation, constructor, creation.Arguments, model);
            },
            OperationKind.ObjectCreation);
        start.RegisterOperationAction(
            operation =>
            {
                IEventAssignmentOperation assignment = (IEventAssignmentOperation)operation.Operation;
                if (!assignment.Adds || assignment.EventReference is not IEventReferenceOperation { Event: { } sink } || !ThreadSinks.IsSink(sink)) return;
                if (Delegates.BodyOf(assignment.HandlerValue) is { } code) Report(operation, new ForeignBody(code, sink, []), model);
            },
            OperationKind.EventAssignment);
    }

    private static void AnalyzeCall(OperationAnalysisContext context, IInvocationOperation call, OwnershipModel model)
    {
        if (ThreadSinks.IsSink(call.TargetMethod)) AnalyzeSink(context, call.TargetMethod, call.Arguments, model);
        if (HandOver.ValueGiven(call) is { } given && CrossThreadUseRule.ClassifyHandOver(given.Value, call.TargetMethod) is { } handed)
            context.ReportDiagnostic(handed);
        if (call.TargetMethod.Name is not ("Return" or "TryReturn" or "Dispose")) return;
        foreach (Diagnostic diagnostic in CrossThreadReturnRule.ClassifyTaken(call, model)) context.ReportDiagnostic(diagnostic);
    }

    private static void AnalyzeSink(
        OperationAnalysisContext context, IMethodSymbol sink, ImmutableArray<IArgumentOperation> arguments, OwnershipModel model)
    {
        bool seen = false;
        foreach (IArgumentOperation argument in arguments)
        {
            foreach (IOperation part in Delegates.In(argument.Value))
            {
                if (Delegates.BodyOf(part) is not { } code) continue;
                seen = true;
                Report(context, new ForeignBody(code, sink, arguments), model);
            }
        }

        if (seen) return;
        foreach (IArgumentOperation argument in arguments)
            if (ForeignBody.IsState(argument) && CrossThreadUseRule.ClassifyHandOver(argument.Value, sink) is { } handed) context.ReportDiagnostic(handed);
    }

    private static void Report(OperationAnalysisContext context, ForeignBody body, OwnershipModel model)
    {
        foreach (Diagnostic diagnostic in CrossThreadUseRule.Classify(body).Concat(CrossThreadReturnRule.Classify(body, model)))
            context.ReportDiagnostic(diagnostic);
    }
}
