using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// A test in a form in which equal tests have equal keys: <c>n &gt; 256</c> and <c>!(n &lt;= 256)</c> are one key with
/// opposite signs.
/// </summary>
internal sealed class Condition
{
    public Condition(string key, bool negated, bool soft, ImmutableArray<ISymbol> symbols, List<CaptureId> captures)
    {
        Key = key;
        Negated = negated;
        Soft = soft;
        Symbols = symbols;
        Captures = captures;
    }

    public string Key { get; }

    /// <summary>The code tests the opposite of what the key says.</summary>
    public bool Negated { get; }

    /// <summary>The outcome may change between two tests without an assignment in sight.</summary>
    public bool Soft { get; }

    public ImmutableArray<ISymbol> Symbols { get; }

    /// <summary>The compiler's temporaries that it is about; it holds only until they are set again.</summary>
    public List<CaptureId> Captures { get; }

    public bool Mentions(ISymbol symbol)
    {
        foreach (ISymbol mentioned in Symbols)
            if (SymbolEqualityComparer.Default.Equals(mentioned, symbol)) return true;
        return false;
    }
}
