using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>The types of one compilation whose instances are for the thread that made them. Asked for every parameter of every body that awaits, and found
/// once for each type: its attributes and those of all its bases have to be read. Safe on all threads.</summary>
internal sealed class BoundTypes(Compilation compilation)
{
    private readonly bool _any = !compilation.GetTypesByMetadataName(OwnershipNames.SingleThreadAttribute).IsEmpty;
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public bool Contains(ITypeSymbol type) => _any && _known.GetOrAdd(type, Affinity.IsBoundToItsThread);
}
