using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// What the body of a member says about its variables as a whole: which ones a lambda or local function shares, and
/// what the compiler's temporaries stand for.
/// </summary>
internal sealed class RootVariables
{
    private readonly HashSet<ISymbol> _captured = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _shared = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, List<IOperation>> _captures = [];
    private readonly Dictionary<ISymbol, List<IOperation>> _sources = new(SymbolEqualityComparer.Default);

    /// <param name="operations">All of the body's, those inside of others too.</param>
    public RootVariables(IEnumerable<IOperation> operations)
    {
        foreach (IOperation operation in operations) Scan(operation);
    }

    /// <summary>A nested function reads the variable: whoever is put into it may live on there.</summary>
    public bool IsCaptured(ISymbol symbol) => _captured.Contains(symbol);

    /// <summary>A nested function or an alias may write the variable: nothing is known of it.</summary>
    public bool IsShared(ISymbol symbol) => _shared.Contains(symbol);

    /// <summary>The only thing that a temporary ever stands for, if there is only one.</summary>
    public IOperation? SingleValueOf(CaptureId capture) => ValuesOf(capture) is { Count: 1 } values ? values[0] : null;

    /// <summary>Everything that a temporary may stand for, as the branches of a conditional set it.</summary>
    public IReadOnlyList<IOperation> ValuesOf(CaptureId capture) => _captures.TryGetValue(capture, out List<IOperation>? values) ? values : [];

    /// <summary>All values that the code assigns to a local.</summary>
    public IReadOnlyList<IOperation> SourcesOf(ISymbol symbol) =>
        _sources.TryGetValue(symbol, out List<IOperation>? sources) ? sources : [];

    /// <summary>Whether the code assigns to the parameter or local after its declaration.</summary>
    public bool IsAssigned(ISymbol symbol) => _assigned.Contains(symbol);

    public void NoteCapture(IFlowCaptureOperation capture)
    {
        if (!_captures.TryGetValue(capture.Id, out List<IOperation>? values)) _captures.Add(capture.Id, values = []);
        if (!values.Contains(capture.Value)) values.Add(capture.Value);
    }

    private void Scan(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                Reference(local, local.Local);
                break;
            case IParameterReferenceOperation parameter:
                Reference(parameter, parameter.Parameter);
                break;
            case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                AddSource(declarator.Symbol, value);
                if (declarator.Symbol.IsRef) Alias(value);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                AddSource(target.Local, assignment.Value);
                if (assignment.IsRef) Alias(assignment.Value);
                break;
            case IAddressOfOperation address:
                Alias(address.Reference);
                break;
        }
    }

    private void Alias(IOperation value)
    {
        if (value is ILocalReferenceOperation local) _shared.Add(local.Local);
        else if (value is IParameterReferenceOperation parameter) _shared.Add(parameter.Parameter);
    }

    private void AddSource(ISymbol local, IOperation value)
    {
        if (!_sources.TryGetValue(local, out List<IOperation>? sources)) _sources.Add(local, sources = []);
        sources.Add(value);
    }

    private void Reference(IOperation reference, ISymbol symbol)
    {
        if (symbol is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out }) _shared.Add(symbol);
        bool writes = Writes(reference);
        if (writes) _assigned.Add(symbol);
        if (!IsInNestedFunction(reference, symbol)) return;
        _captured.Add(symbol);
        if (writes) _shared.Add(symbol);
    }

    private static bool IsInNestedFunction(IOperation reference, ISymbol symbol)
    {
        for (IOperation? parent = reference.Parent; parent is not null; parent = parent.Parent)
        {
            IMethodSymbol? function = parent switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is not null) return !SymbolEqualityComparer.Default.Equals(function, symbol.ContainingSymbol);
        }

        return false;
    }

    private static bool Writes(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => ReferenceEquals(assignment.Target, reference),
        IIncrementOrDecrementOperation => true,
        IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out },
        ITupleOperation or IAddressOfOperation => true,
        _ => false,
    };
}
