using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class CrossThreadUseRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.CrossThreadUse,
        "A single-thread object is used on another thread",
        "'{0}' is a '{1}', which only the thread that created it may use, but '{2}' runs this code on another thread",
        RuleCategories.Threads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Types marked with SingleThread take no locks: a second thread corrupts them.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.CrossThreadUse),
        "CWE-362");

    // The first use of each object shows the defect.
    public static IEnumerable<Diagnostic> Classify(ForeignBody body)
    {
        HashSet<ISymbol> reported = new(SymbolEqualityComparer.Default);
        foreach (IOperation operation in body.Operations)
        {
            if (operation is not (ILocalReferenceOperation or IParameterReferenceOperation) || IsName(operation)) continue;
            if (body.OriginOf(operation) is not { } origin || TypeOf(origin) is not { } type || !IsSingleThread(type)) continue;
            if (!reported.Add(origin)) continue;
            yield return Diagnostic.Create(
                Descriptor,
                operation.Syntax.GetLocation(),
                origin.Name,
                type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
                ThreadSinks.NameOf(body.Sink));
        }
    }

    private static bool IsName(IOperation operation) => operation.Parent is INameOfOperation;

    private static ITypeSymbol? TypeOf(ISymbol symbol) => (symbol as ILocalSymbol)?.Type ?? (symbol as IParameterSymbol)?.Type;

    private static bool IsSingleThread(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (AttributeData attribute in current.OriginalDefinition.GetAttributes())
                if (attribute.AttributeClass is { Name: "SingleThreadAttribute" } found && OwnershipNames.IsOurNamespace(found.ContainingNamespace)) return true;
        }

        return false;
    }
}
