using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Rules.Declaration;

/// <summary>
/// Reports what is wrong with a type marked with <c>[SizeClassPooled]</c>. It runs the checks that the generator runs,
/// so that a type without generated code always has a message that says why.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        TypeNotPartial.Descriptor,
        ReferencesInStruct.Descriptor,
        ContainerNotPartial.Descriptor,
        UnsupportedKind.Descriptor,
        BadOption.Descriptor,
        MemberClash.Descriptor,
        CannotConstruct.Descriptor,
        StateWithoutOnReturn.Descriptor,
        LayoutAtRunTime.Descriptor,
        PooledClassNotSealed.Descriptor,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.PooledAttribute) is not null)
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || PooledDeclaration.Find(type) is not { } declaration) return;

        bool hasErrors = false;
        foreach (Finding error in DeclarationChecks.Errors(declaration))
        {
            hasErrors = true;
            if (!error.IsEcho) Report(context, error);
        }

        if (hasErrors) return;
        foreach (Finding advice in DeclarationChecks.Advice(declaration)) Report(context, advice);
    }

    private static void Report(SymbolAnalysisContext context, Finding finding) =>
        context.ReportDiagnostic(Diagnostic.Create(DescriptorOf(finding.Kind), finding.Location, finding.Arguments));

    private static DiagnosticDescriptor DescriptorOf(FindingKind kind) => kind switch
    {
        FindingKind.NotPartial => TypeNotPartial.Descriptor,
        FindingKind.ReferencesInStruct => ReferencesInStruct.Descriptor,
        FindingKind.ContainerNotPartial => ContainerNotPartial.Descriptor,
        FindingKind.UnsupportedKind => UnsupportedKind.Descriptor,
        FindingKind.BadOption => BadOption.Descriptor,
        FindingKind.MemberClash => MemberClash.Descriptor,
        FindingKind.CannotConstruct => CannotConstruct.Descriptor,
        FindingKind.StateWithoutHook => StateWithoutOnReturn.Descriptor,
        FindingKind.LayoutAtRunTime => LayoutAtRunTime.Descriptor,
        FindingKind.NotSealed => PooledClassNotSealed.Descriptor,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
