using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class CrossThreadUseRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.CrossThreadUse,
        "A single-thread object is used on another thread",
        "'{0}' is a '{1}', which only the thread that created it may use, but '{2}' {3} another thread",
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
            if (operation is not (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation) || operation.Parent is INameOfOperation) continue;
            if (body.OriginOf(operation) is not { } origin || !IsWrong(TypeOf(origin), body.Sink) || !reported.Add(origin)) continue;
            yield return Report(operation, origin.Name, TypeOf(origin)!, body.Sink, "runs this code on");
        }
    }

    /// <summary>An object that a channel, a collection, a thread's start or a state argument brings to another thread.</summary>
    public static Diagnostic? ClassifyHandOver(IOperation value, ISymbol sink)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return Affinity.IsBoundToItsThread(value.Type) ? Report(value, value.Syntax.ToString(), value.Type!, sink, "hands it to") : null;
    }

    private static Diagnostic Report(IOperation place, string name, ITypeSymbol type, ISymbol sink, string how) => Diagnostic.Create(
        Descriptor,
        place.Syntax.GetLocation(),
        name,
        type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
        ThreadSinks.NameOf(sink),
        how);

    // What may move from thread to thread is in danger only where several run the code at once.
    private static bool IsWrong(ITypeSymbol? type, ISymbol sink) =>
        Affinity.IsBoundToItsThread(type)
        || (sink is IMethodSymbol method && ThreadSinks.IsConcurrent(method) && Affinity.IsSingleThread(type));

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };
}
