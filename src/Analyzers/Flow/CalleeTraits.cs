using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// What is known of a method whoever calls it. Found once for a method of a compilation: attributes have to be decoded and the names of types put together
/// as text, and the engine asks in each world that comes by a call.
/// </summary>
internal sealed class CalleeTraits
{
    private readonly ImmutableArray<bool> _borrows;
    private readonly ImmutableArray<bool?> _fatal;

    private CalleeTraits(IMethodSymbol method)
    {
        IsNative = NativeCalls.Is(method);
        IsBorrower = Borrowers.Contains(method);
        NeverReturns = Flow.NeverReturns.Always(method);
        SeemsNeverToReturn = Flow.NeverReturns.ByName(method);
        IsPlumbing = Throws.IsPlumbing(method);
        _borrows = [.. method.Parameters.Select(Borrows)];
        _fatal = [.. method.Parameters.Select(Flow.NeverReturns.If)];
    }

    /// <summary>Leaves managed code.</summary>
    public bool IsNative { get; }

    /// <summary>Uses what it gets while it runs, and keeps nothing of it.</summary>
    public bool IsBorrower { get; }

    public bool NeverReturns { get; }

    /// <summary>A throw helper by its name: likely, but not certain enough to build on.</summary>
    public bool SeemsNeverToReturn { get; }

    /// <summary>The framework's own, which throws on errors in the code only.</summary>
    public bool IsPlumbing { get; }

    public static CalleeTraits Of(IMethodSymbol definition) => new(definition);

    /// <summary>The callee only uses the argument while it runs.</summary>
    public bool BorrowsAt(int ordinal) => _borrows[ordinal];

    /// <summary>The truth value of the argument for which the call does not come back.</summary>
    public bool? FatalAt(int ordinal) => _fatal[ordinal];

    private bool Borrows(IParameterSymbol parameter) =>
        OwnershipModel.IsMarkedBorrowed(parameter)
        || (IsBorrower && !Borrowers.Stores(parameter))
        // The runtime pins an array for a native call, and only for as long as the call lasts.
        || (parameter.Type is IArrayTypeSymbol && IsNative);
}
