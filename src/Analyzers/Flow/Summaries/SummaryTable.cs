using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slabwise.Analyzers.Flow.Summaries;

/// <summary>The summaries of one compilation, made when first asked for. Safe on all threads: two of them may make the same
/// one, which gives the same result.</summary>
internal sealed class SummaryTable
{
    /// <summary>Larger bodies are not worth their time: helpers are small.</summary>
    private const int MaxBodyLength = 4_000;

    /// <summary>So that no code base, however it calls itself, keeps the compiler waiting.</summary>
    private const int MaxSummaries = 4_000;

    private readonly Compilation _compilation;
    private readonly HashSet<string> _names;
    private readonly ConcurrentDictionary<IMethodSymbol, MethodSummary> _summaries = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _interesting = new(SymbolEqualityComparer.Default);
    private int _made;

    public SummaryTable(Compilation compilation, HashSet<string> names)
    {
        _compilation = compilation;
        _names = names;
    }

    public bool TryGet(IMethodSymbol method, out MethodSummary summary) => _summaries.TryGetValue(method, out summary);

    public void Add(IMethodSymbol method, MethodSummary summary) => _summaries.TryAdd(method, summary);

    public bool MayMakeAnother() => Interlocked.Increment(ref _made) <= MaxSummaries;

    /// <summary>Whether the text of a helper speaks of renting or returning, so that a body which calls it deserves a look.
    /// Only helpers that take or give what can be a rental are read, each once.</summary>
    public bool IsInteresting(IMethodSymbol method)
    {
        if (!IsExact(method) || !Handles(method)) return false;
        return _interesting.GetOrAdd(method.OriginalDefinition, key => BodyOf(key) is { } body && Mentions(body));
    }

    /// <summary>The declaration that a call of the method certainly runs; null where there is none or it is too large. In an editor a project that
    /// this one refers to has declarations as well: its trees are no part of this compilation.</summary>
    public MethodDeclarationSyntax? BodyOf(IMethodSymbol method)
    {
        if (!IsExact(method) || !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _compilation.Assembly)) return null;
        IMethodSymbol implementation = method.PartialImplementationPart ?? method;
        return implementation.DeclaringSyntaxReferences.Length == 1
            && implementation.DeclaringSyntaxReferences[0].Span.Length <= MaxBodyLength
            && implementation.DeclaringSyntaxReferences[0].GetSyntax() is MethodDeclarationSyntax declaration
            && (declaration.Body is not null || declaration.ExpressionBody is not null)
                ? declaration
                : null;
    }

    // The analyzer host gives its compilations a provider that hands out the semantic models it has made already for the
    // analysis of each file, so a model asked for here is shared with it, binding included. RS1030 is about callers that
    // would make a second one for every node; this asks once for each helper that a followed rental reaches.
#pragma warning disable RS1030
    public SemanticModel ModelFor(SyntaxNode node) => _compilation.GetSemanticModel(node.SyntaxTree);
#pragma warning restore RS1030

    private static bool IsExact(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsAsync: false, IsAbstract: false, IsExtern: false, DeclaringSyntaxReferences.IsEmpty: false }
        && (!method.IsVirtual && (!method.IsOverride || method.IsSealed || method.ContainingType.IsSealed));

    private static bool Handles(IMethodSymbol method)
    {
        if (IsRentable(method.ReturnType)) return true;
        foreach (IParameterSymbol parameter in method.Parameters)
            if (IsRentable(parameter.Type)) return true;
        return false;
    }

    private static bool IsRentable(ITypeSymbol type) =>
        type is IArrayTypeSymbol { Rank: 1 } || Addresses.IsAddress(type)
        || type is INamedTypeSymbol { Name: "IMemoryOwner" or "Pooled" }
        || (type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named && named.Name is "StringBuilder" or "List" or "Dictionary" or "HashSet");

    private bool Mentions(MethodDeclarationSyntax body)
    {
        foreach (SyntaxNode node in body.DescendantNodes())
            if (node is SimpleNameSyntax { Identifier.ValueText: var name } && (_names.Contains(name) || IsHelperName(name))) return true;
        return false;
    }

    // Helpers call helpers, and are named for it.
    private static bool IsHelperName(string name) =>
        name.Length is > 4 and < 40
        && (name.StartsWith("Rent", StringComparison.Ordinal) || name.StartsWith("Return", StringComparison.Ordinal)
            || name.StartsWith("Free", StringComparison.Ordinal) || name.StartsWith("Release", StringComparison.Ordinal)
            || name.StartsWith("Alloc", StringComparison.Ordinal));
}
