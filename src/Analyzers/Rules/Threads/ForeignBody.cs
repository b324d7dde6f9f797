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

    public ForeignBody(IOperation body, ISymbol sink, IEnumerable<IArgumentOperation> arguments)
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
                case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared }: _own.Add(declared.Local); break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target }: _assigned.Add(target.Local); break;
                case IAssignmentOperation { Target: IParameterReferenceOperation target }: _assigned.Add(target.Parameter); break;
                case IAnonymousFunctionOperation nested: AddOwn(nested.Symbol); break;
                case ILocalFunctionOperation nested: AddOwn(nested.Symbol); break;
            }
        }

        if (function is null) return;
        AddOwn(function);
        foreach (IArgumentOperation argument in arguments)
            if (IsState(argument) && SymbolOf(argument.Value) is { } state && function.Parameters.Length > 0) _passed[function.Parameters[0]] = state;
    }

    /// <summary>The method, constructor or event that brings the code to another thread.</summary>
    public ISymbol Sink { get; }

    public IEnumerable<IOperation> Operations => _body.Descendants();

    /// <summary>The variable of the starting code that <paramref name="value"/> is, if it is one.</summary>
    public ISymbol? OriginOf(IOperation? value)
    {
        if (SymbolOf(value) is not { } symbol || _assigned.Contains(symbol)) return null;
        return _passed.TryGetValue(symbol, out ISymbol? state) ? state : _own.Contains(symbol) ? null : symbol;
    }

    /// <summary>The state argument of <c>Task.Factory.StartNew</c>, <c>QueueUserWorkItem</c>, <c>Timer</c> and their like.</summary>
    public static bool IsState(IArgumentOperation argument) => argument.Parameter?.Name == "state";

    private void AddOwn(IMethodSymbol function)
    {
        foreach (IParameterSymbol parameter in function.Parameters) _own.Add(parameter);
    }

    private static ISymbol? SymbolOf(IOperation? value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return value switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            // A field that others may set can hold an object which that other thread made.
            IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: false } field, Instance: IInstanceReferenceOperation } => field,
            _ => null,
        };
    }
}
