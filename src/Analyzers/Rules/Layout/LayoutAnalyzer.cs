using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Options;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Layout;

/// <summary>Looks at the size and the field order of structs that go into slabs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LayoutAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [PaddingRule.Descriptor, TypeEdgeRule.Descriptor];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.PooledAttribute) is null) return;
            OptionReader options = new(start.Options);
            start.RegisterSymbolAction(symbol => AnalyzeAnnotated(symbol, options), SymbolKind.NamedType);

            // Many places may name the pool of one struct; it is reported once, where it is declared.
            ConcurrentDictionary<ISymbol, bool> seen = new(SymbolEqualityComparer.Default);
            start.RegisterOperationAction(operation => AnalyzePool(operation, seen, options), OperationKind.PropertyReference, OperationKind.ObjectCreation);
        });
    }

    private static void AnalyzeAnnotated(SymbolAnalysisContext context, OptionReader options)
    {
        if (context.Symbol is not INamedTypeSymbol { TypeKind: TypeKind.Struct } type || PooledDeclaration.Find(type) is not { } declaration) return;
        int alignment = declaration.Options.Alignment;
        // A bad alignment is another rule's business.
        if (alignment < 0 || alignment > SlabGeometry.PageBytes || (alignment & (alignment - 1)) != 0) return;
        if (Classify(type, Math.Max(alignment, 1), declaration.Location, options) is { } found) context.ReportDiagnostic(found);
    }

    private static void AnalyzePool(OperationAnalysisContext context, ConcurrentDictionary<ISymbol, bool> seen, OptionReader options)
    {
        INamedTypeSymbol? pool = context.Operation is IPropertyReferenceOperation { Property: { Name: "Shared", IsStatic: true } property }
            ? property.ContainingType
            : context.Operation.Type as INamedTypeSymbol;
        if (pool is not { MetadataName: "StructPool`1" } || !OwnershipNames.IsOurNamespace(pool.ContainingNamespace)) return;
        if (pool.TypeArguments[0] is not INamedTypeSymbol { TypeKind: TypeKind.Struct, Locations: { Length: > 0 } places } type || !places[0].IsInSource) return;
        if (PooledDeclaration.IsAnnotated(type) || !seen.TryAdd(type.OriginalDefinition, true)) return;
        if (Classify(type, alignment: 1, places[0], options) is { } found) context.ReportDiagnostic(found);
    }

    // With the better order the size is another one, and the boundary may be gone.
    private static Diagnostic? Classify(INamedTypeSymbol type, int alignment, Location location, OptionReader options) =>
        PaddingRule.Classify(type, alignment, location) ?? TypeEdgeRule.Classify(type, alignment, location, options);
}
