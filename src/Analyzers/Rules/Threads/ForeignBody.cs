using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Code that runs on another thread, and what it took along from the code that started it.</summary>
internal sealed class ForeignBody
{
    private readonly IOperation _body;
    private readonly HashSet<ISymbol> _own = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ISymbol> _passed = new(SymbolEqualityComparer.Default);

    public ForeignBody(IOperation body, IMethodSymbol sink, IEnumerable<IArgumentOperation> arguments)
    {
        _body = body;
        Sink = sink;
        IMethodSymbol? function = (body as IAnonymousFunctionOperation)?.Symbol ?? (body as ILocalFunctionOperation)?.Symbol;
        foreach (IOperation operation in body.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator: _own.Add(declarator.Symbol); break;
                case IDeclarationPatternOperation { DeclaredSymbol: { } declared }: _own.Add(declared); break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target }: _assigned.Add(target.Local); break;
                case IAssignmentOperation { Target: IParameterReferenceOperation target }: _assigned.Add(target.Parameter); break;
                case IAnonymousFunctionOperation nested: AddOwn(nested.Symbol); break;
                case ILocalFunctionOperation nested: AddOwn(nested.Symbol); break;
            }
        }

        if (function is null) return;
        AddOwn(function);
        foreach (IArgumentOperation argument in arguments)
            if (StateOf(argument) is { } state && function.Parameters.Length > 0) _passed[function.Parameters[0]] = state;
    }

    public IMethodSymbol Sink { get; }

    public IEnumerable<IOperation> Operations => _body.Descendants();

    /// <summary>The variable of the starting code that <paramref name="value"/> is, if it is one.</summary>
    public ISymbol? OriginOf(IOperation? value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        ISymbol? symbol = value switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        if (symbol is null || _assigned.Contains(symbol)) return null;
        return _passed.TryGetValue(symbol, out ISymbol? state) ? state : _own.Contains(symbol) ? null : symbol;
    }

    private void AddOwn(IMethodSymbol function)
    {
        foreach (IParameterSymbol parameter in function.Parameters) _own.Add(parameter);
    }

    // The state argument of Task.Factory.StartNew, QueueUserWorkItem, Timer and their like.
    private static ISymbol? StateOf(IArgumentOperation argument)
    {
        if (argument.Parameter?.Name != "state") return null;
        IOperation value = argument.Value;
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return value switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
    }
}
