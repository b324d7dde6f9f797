using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// Recognises tests that may be tied to the rental in a way the engine does not follow: <c>if (n &gt; 0) Rent</c> and
/// later <c>if (n != 0) Return</c>. A leak is not claimed over such a test.
/// </summary>
internal static class Doubt
{
    private const int MaxDepth = 4;

    /// <summary>Whether <paramref name="test"/> asks about the rental itself.</summary>
    public static bool IsAboutRental(IOperation test, World world, RootVariables variables)
    {
        foreach (IOperation operation in test.DescendantsAndSelf())
        {
            ISymbol? symbol = SymbolOf(operation);
            if (symbol is not (ILocalSymbol or IParameterSymbol) || variables.IsShared(symbol)) continue;
            if (IsHandedToCall(operation, test)) continue;
            if (world[new Variable(symbol)].MayTouchRental()) return true;
        }

        return false;
    }

    // What a call made of the rental says nothing of where it came from; its length or identity may.
    private static bool IsHandedToCall(IOperation operation, IOperation test)
    {
        for (IOperation? part = operation; part is not null && !ReferenceEquals(part, test); part = part.Parent)
            if (part is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: not ("Equals" or "ReferenceEquals") } }) return true;
        return false;
    }

    /// <summary>Whether <paramref name="test"/> shares a variable with a test on which the rent hung.</summary>
    public static bool Arises(IOperation test, World world, RootVariables variables)
    {
        HashSet<ISymbol> asked = new(SymbolEqualityComparer.Default);
        Collect(test, asked, world, variables, 0);
        HashSet<ISymbol> decisive = new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<string, Fact> fact in world.Facts)
        {
            if (!fact.Value.BeforeRent) continue;
            foreach (ISymbol symbol in fact.Value.Condition.Symbols) Add(symbol, decisive, world, variables, 0);
        }

        return asked.Overlaps(decisive);
    }

    private static void Collect(IOperation operation, HashSet<ISymbol> symbols, World world, RootVariables variables, int depth)
    {
        // How work on the rental came out says nothing of whether there is one.
        operation = operation.WithoutConversions();
        while (operation is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not) operation = not.Operand.WithoutConversions();
        if (operation is IInvocationOperation call && call.Arguments.Any(argument => Touches(argument.Value, world, variables))) return;
        foreach (IOperation part in operation.DescendantsAndSelf())
        {
            if (part is IFlowCaptureReferenceOperation capture && depth < MaxDepth && variables.SingleValueOf(capture.Id) is { } value)
                Collect(value, symbols, world, variables, depth + 1);
            else if (SymbolOf(part) is { } symbol)
                Add(symbol, symbols, world, variables, depth);
        }
    }

    private static void Add(ISymbol symbol, HashSet<ISymbol> symbols, World world, RootVariables variables, int depth)
    {
        if (!symbols.Add(symbol) || depth >= MaxDepth) return;
        foreach (IOperation source in variables.SourcesOf(symbol)) Collect(source, symbols, world, variables, depth + 1);
    }

    private static bool Touches(IOperation value, World world, RootVariables variables) =>
        SymbolOf(value.WithoutConversions()) is { } symbol and (ILocalSymbol or IParameterSymbol)
        && !variables.IsShared(symbol) && world[new Variable(symbol)].MayTouchRental();

    public static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        // That two loops both ask their enumerators for more ties nothing to anything.
        IInvocationOperation { TargetMethod.Name: not "MoveNext" } invocation => invocation.TargetMethod,
        _ => null,
    };
}
