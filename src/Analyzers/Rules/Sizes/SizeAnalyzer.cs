using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Options;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>Looks at allocations whose size the code states, or bounds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SizeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ClassEdgeRule.Descriptor,
        MmapThresholdRule.Descriptor,
        LargeObjectRule.Descriptor,
        PoolRoundingRule.Descriptor,
        GrowthLoopRule.Descriptor,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            AllocationFinder finder = new(start.Compilation);
            OptionReader options = new(start.Options);
            start.RegisterOperationAction(
                operation => Report(operation, AllocationFinder.OfArray((IArrayCreationOperation)operation.Operation), options), OperationKind.ArrayCreation);
            start.RegisterOperationAction(
                operation => Report(operation, finder.OfCall((IInvocationOperation)operation.Operation), options), OperationKind.Invocation);
            start.RegisterOperationAction(
                operation => Report(operation, AllocationFinder.OfObject((IObjectCreationOperation)operation.Operation), options), OperationKind.ObjectCreation);
        });
    }

    // Just above the edge the large object heap is the higher price. Far above it, all that can be saved is what the rounding costs.
    private static void Report(OperationAnalysisContext context, Allocation? allocation, OptionReader options)
    {
        if (allocation is null) return;
        Diagnostic? large = LargeObjectRule.Classify(allocation, options);
        Diagnostic? found = (LargeObjectRule.IsNear(allocation, options) ? large : null)
            ?? ClassEdgeRule.Classify(allocation, options)
            ?? PoolRoundingRule.Classify(allocation, options)
            ?? large
            ?? MmapThresholdRule.Classify(allocation, options)
            ?? GrowthLoopRule.Classify(allocation, options);
        if (found is not null) context.ReportDiagnostic(found);
    }
}
