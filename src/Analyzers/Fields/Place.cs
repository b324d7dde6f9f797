using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>What can hold a value: a slot of the object, a local, a parameter, or a temporary of one frame.</summary>
internal readonly struct Place : IEquatable<Place>
{
    private readonly ISymbol? _symbol;
    private readonly CaptureId _capture;
    private readonly int _frame;

    public Place(ISymbol symbol)
    {
        _symbol = symbol;
        _capture = default;
        _frame = 0;
    }

    // Temporaries are numbered anew in every graph, so that those of a caller and a callee must not be mixed up.
    public Place(CaptureId capture, int frame)
    {
        _symbol = null;
        _capture = capture;
        _frame = frame;
    }

    /// <summary>What the method hands back.</summary>
    public static Place Result(int frame) => new(default, -1 - frame);

    public ISymbol? Symbol => _symbol;

    /// <summary>A temporary or the result of that frame.</summary>
    public bool IsOf(int frame) => _symbol is null && (_frame == frame || _frame == -1 - frame);

    public bool Equals(Place other) =>
        _symbol is null
            ? other._symbol is null && _capture.Equals(other._capture) && _frame == other._frame
            : OperationExtensions.IsSame(_symbol, other._symbol);

    public override bool Equals(object? obj) => obj is Place other && Equals(other);

    public override int GetHashCode() =>
        _symbol is null ? _capture.GetHashCode() * 31 + _frame : SymbolEqualityComparer.Default.GetHashCode(_symbol);
}
