using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Looks into delegates that are handed to other threads.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [CrossThreadUseRule.Descriptor, CrossThreadReturnRule.Descriptor];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            bool affine = !start.Compilation.GetTypesByMetadataName(OwnershipNames.SingleThreadAttribute).IsEmpty;
            bool pooled = !start.Compilation.GetTypesByMetadataName(OwnershipNames.SizeClassPooledAttribute).IsEmpty;
            if ((!affine && !pooled) || OwnershipModel.Create(start.Compilation) is not { } model) return;
            start.RegisterOperationAction(
                operation =>
                {
                    IInvocationOperation call = (IInvocationOperation)operation.Operation;
                    Analyze(operation, call.TargetMethod, call.Arguments, model);
                },
                OperationKind.Invocation);
            start.RegisterOperationAction(
                operation =>
                {
                    IObjectCreationOperation creation = (IObjectCreationOperation)operation.Operation;
                    if (creation.Constructor is { } constructor) Analyze(operation, constructor, creation.Arguments, model);
                },
                OperationKind.ObjectCreation);
        });
    }

    private static void Analyze(
        OperationAnalysisContext context, IMethodSymbol sink, ImmutableArray<IArgumentOperation> arguments, OwnershipModel model)
    {
        if (!ThreadSinks.IsSink(sink)) return;
        foreach (IArgumentOperation argument in arguments)
        {
            foreach (IOperation part in DelegatesIn(argument.Value))
            {
                if (ThreadSinks.BodyOf(part) is not { } code) continue;
                ForeignBody body = new(code, sink, arguments);
                foreach (Diagnostic diagnostic in CrossThreadUseRule.Classify(body).Concat(CrossThreadReturnRule.Classify(body, model)))
                    context.ReportDiagnostic(diagnostic);
            }
        }
    }

    // Parallel.Invoke takes its delegates in an array that the compiler makes.
    private static ImmutableArray<IOperation> DelegatesIn(IOperation value) =>
        value is IArrayCreationOperation { Initializer: { } initializer } ? initializer.ElementValues : [value];
}
