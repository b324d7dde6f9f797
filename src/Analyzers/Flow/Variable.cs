using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>A local, a parameter, or one of the compiler's own temporaries in a control flow graph.</summary>
internal readonly struct Variable : IEquatable<Variable>
{
    private readonly ISymbol? _symbol;
    private readonly CaptureId _capture;

    public Variable(ISymbol symbol)
    {
        _symbol = symbol;
        _capture = default;
    }

    public Variable(CaptureId capture)
    {
        _symbol = null;
        _capture = capture;
    }

    /// <summary>The temporary, or null for a variable of the code.</summary>
    public CaptureId? Capture => _symbol is null ? _capture : null;

    /// <summary>A span or reference, from which nobody gets back to what it looks into.</summary>
    public bool IsStackBound => _symbol is ILocalSymbol local
        ? local.IsRef || local.Type.IsRefLikeType
        : _symbol is IParameterSymbol { Type.IsRefLikeType: true };

    public bool Equals(Variable other) =>
        _symbol is null
            ? other._symbol is null && _capture.Equals(other._capture)
            : OperationExtensions.IsSame(_symbol, other._symbol);

    public override bool Equals(object? obj) => obj is Variable other && Equals(other);

    public override int GetHashCode() =>
        _symbol is null ? _capture.GetHashCode() : SymbolEqualityComparer.Default.GetHashCode(_symbol);
}
