using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>Looks at allocations whose size the code states.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SizeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LargeObjectRule.Descriptor];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            INamedTypeSymbol? pool = start.Compilation.GetTypeByMetadataName("System.Buffers.ArrayPool`1");
            INamedTypeSymbol? collector = start.Compilation.GetTypeByMetadataName("System.GC");
            start.RegisterOperationAction(
                operation => Report(operation, Allocation.OfCreation((IArrayCreationOperation)operation.Operation)), OperationKind.ArrayCreation);
            start.RegisterOperationAction(
                operation => Report(operation, Allocation.OfCall((IInvocationOperation)operation.Operation, pool, collector)), OperationKind.Invocation);
        });
    }

    private static void Report(OperationAnalysisContext context, Allocation? allocation)
    {
        if (allocation is not null && LargeObjectRule.Classify(allocation) is { } diagnostic) context.ReportDiagnostic(diagnostic);
    }
}
