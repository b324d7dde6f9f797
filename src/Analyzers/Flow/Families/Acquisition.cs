using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary>How a call hands over a rental.</summary>
internal sealed class Acquisition
{
    public Acquisition(Allocator allocator, int outParameter = -1)
    {
        Allocator = allocator;
        OutParameter = outParameter;
    }

    public Allocator Allocator { get; }

    /// <summary>Ordinal of the out parameter that brings the rental while the result says whether there is one; -1 where
    /// the result itself is the rental.</summary>
    public int OutParameter { get; }

    /// <summary>The out parameter of <paramref name="method"/> that brings the rental.</summary>
    public IParameterSymbol? ThroughParameter(IMethodSymbol method) => OutParameter < 0 ? null : method.Parameters[OutParameter];
}
