using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Rules.Ownership;

namespace Slabwise.Analyzers.Rules.Fields;

/// <summary>Hosts the analysis of rentals that fields hold, type by type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FieldAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DoubleReturnRule.Descriptor, DoubleReturnRule.BeforeRent, UseAfterReturnRule.Descriptor,
        WrongPoolRule.Descriptor, OverwrittenRule.Descriptor,
        UnreturnedFieldRule.Descriptor, DoubleDisposalRule.Descriptor, StaleFieldRule.Descriptor,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // Generated parts of a type may return what its other parts rent.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(start =>
        {
            if (OwnershipModel.Create(start.Compilation) is { } model)
            {
                FieldOwnership ownership = new(model, start.Compilation);
                start.RegisterSymbolStartAction(symbol => StartType(symbol, ownership), SymbolKind.NamedType);
            }
        });
    }

    // Few types have a field that could hold a rental, and of those few rent or return anything.
    private static void StartType(SymbolStartAnalysisContext context, FieldOwnership ownership)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || !CanHold(type, ownership)) return;
        int interesting = 0;
        ConcurrentBag<(ISymbol, ImmutableArray<IOperation>)> bodies = [];
        context.RegisterOperationAction(
            operation =>
            {
                if (Volatile.Read(ref interesting) != 0) return;
                if (ownership.IsOfInterest((IInvocationOperation)operation.Operation)) Volatile.Write(ref interesting, 1);
            },
            OperationKind.Invocation);
        context.RegisterOperationBlockAction(block => bodies.Add((block.OwningSymbol, block.OperationBlocks)));
        context.RegisterSymbolEndAction(end =>
        {
            if (Volatile.Read(ref interesting) == 0) return;
            TypeBodies own = new(type, bodies, end.CancellationToken);
            foreach (Finding finding in TypeAnalysis.Run(own, ownership, end.CancellationToken))
                end.ReportDiagnostic(Classify(finding));
        });
    }

    private static bool CanHold(INamedTypeSymbol type, FieldOwnership ownership)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false } field && ownership.CanHold(field.Type)) return true;
            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && constructor.Parameters.Any(parameter => ownership.CanHold(parameter.Type))) return true;
        }

        return false;
    }

    private static Diagnostic Classify(Finding finding) => finding.Kind switch
    {
        FindingKind.ReturnedTwice or FindingKind.ReturnedBeforeRent => DoubleReturnRule.Classify(finding),
        FindingKind.UsedAfterReturn => UseAfterReturnRule.Classify(finding),
        FindingKind.DisposedTwice => DoubleDisposalRule.Classify(finding),
        FindingKind.Overwritten => OverwrittenRule.Classify(finding),
        FindingKind.WrongPool => WrongPoolRule.Classify(finding),
        FindingKind.LeftStale => StaleFieldRule.Classify(finding),
        _ => UnreturnedFieldRule.Classify(finding),
    };
}
