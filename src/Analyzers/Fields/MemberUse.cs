using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Fields;

/// <summary>What one body touches, before anybody follows its paths.</summary>
internal sealed class MemberUse
{
    public HashSet<ISymbol> Slots { get; } = new(SymbolEqualityComparer.Default);

    public HashSet<ISymbol> Calls { get; } = new(SymbolEqualityComparer.Default);

    public List<IInvocationOperation> Acquires { get; } = [];

    /// <summary>Some rental is returned here.</summary>
    public bool Releases { get; set; }
}
