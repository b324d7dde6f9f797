using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>The lambdas and local functions of one member, by their symbols: a graph does not show what is inside of them.</summary>
internal sealed class FunctionMap
{
    private readonly Dictionary<ISymbol, IOperation> _bodies = new(SymbolEqualityComparer.Default);

    public FunctionMap(IEnumerable<IOperation> operations)
    {
        foreach (IOperation operation in operations)
        {
            if (operation is IAnonymousFunctionOperation { Symbol: { } lambda }) _bodies[lambda] = operation;
            else if (operation is ILocalFunctionOperation { Symbol: { } function }) _bodies[function] = operation;
        }
    }

    /// <summary>The code of a delegate's target.</summary>
    public IOperation? BodyOf(IOperation target)
    {
        ISymbol? symbol = target switch
        {
            IFlowAnonymousFunctionOperation lambda => lambda.Symbol,
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function } => function,
            _ => null,
        };
        return symbol is not null && _bodies.TryGetValue(symbol, out IOperation? body) ? body : null;
    }
}
