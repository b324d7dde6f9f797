using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Finds the code behind a delegate that is handed to somebody.</summary>
internal static class Delegates
{
    /// <summary>The parts of an argument: <c>Parallel.Invoke</c> takes its delegates in an array that the compiler makes.</summary>
    public static IEnumerable<IOperation> In(IOperation value) =>
        value is IArrayCreationOperation { Initializer: { } initializer } ? initializer.ElementValues : [value];

    /// <summary>A lambda, or a local function by its name, written in place or put into a local that is set once.</summary>
    public static IOperation? BodyOf(IOperation argument)
    {
        argument = WithoutConversions(argument);
        if (argument is ILocalReferenceOperation { Local: { } local } && OnlyValueOf(local, argument) is { } value) argument = WithoutConversions(value);
        if (argument is not IDelegateCreationOperation creation) return null;
        if (creation.Target is IAnonymousFunctionOperation lambda) return lambda;
        if (creation.Target is not IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } method }) return null;
        return Root(argument).Descendants().OfType<ILocalFunctionOperation>()
            .FirstOrDefault(function => SymbolEqualityComparer.Default.Equals(function.Symbol, method));
    }

    /// <summary>The code around <paramref name="operation"/>, up to the member's own body.</summary>
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is not null) operation = operation.Parent;
        return operation;
    }

    private static IOperation WithoutConversions(IOperation operation)
    {
        while (operation is IConversionOperation conversion) operation = conversion.Operand;
        return operation;
    }

    private static IOperation? OnlyValueOf(ILocalSymbol local, IOperation place)
    {
        IOperation? value = null;
        foreach (IOperation operation in Root(place).Descendants())
        {
            IOperation? found = operation switch
            {
                IVariableDeclaratorOperation declarator when Is(declarator.Symbol) => declarator.Initializer?.Value,
                IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local) => assignment.Value,
                _ => null,
            };
            if (found is null) continue;
            if (value is not null) return null;
            value = found;
        }

        return value;

        bool Is(ISymbol other) => SymbolEqualityComparer.Default.Equals(other, local);
    }
}
