using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>A rented array or owner that may be longer than what was asked for, and the expressions that mean all of it.</summary>
internal sealed class SizedRental
{
    private readonly ILocalSymbol _local;
    private readonly RootVariables _variables;

    private SizedRental(ILocalSymbol local, RootVariables variables)
    {
        _local = local;
        _variables = variables;
    }

    public static SizedRental? Of(IVariableDeclaratorOperation declarator, OwnershipModel model, RootVariables variables)
    {
        ILocalSymbol local = declarator.Symbol;
        if (variables.IsShared(local)) return null;
        IOperation[] sources = [.. variables.SourcesOf(local).Where(source => !LocalRental.IsNothing(source))];
        if (sources.Length != 1 || sources[0].WithoutConversions() is not IInvocationOperation rent) return null;
        if (model.AcquiredBy(rent.TargetMethod)?.Allocator.Family is not (Family.ArrayPool or Family.MemoryPool)) return null;
        return rent.Arguments.Length == 1 && rent.Arguments[0].ArgumentKind == ArgumentKind.Explicit && !IsExact(rent.Arguments[0].Value) ? new SizedRental(local, variables) : null;
    }

    /// <summary>The expression stands for everything that was rented, not for the part that was asked for.</summary>
    public bool IsWhole(IOperation? value, int depth = 0)
    {
        value = value?.WithoutConversions();
        switch (value)
        {
            case null: return false;
            case IConversionOperation conversion: return Views.IsView(conversion.Type) && IsWhole(conversion.Operand, depth);
            case ILocalReferenceOperation { Local: { } local }:
                if (SymbolEqualityComparer.Default.Equals(local, _local)) return local.Type is IArrayTypeSymbol;
                return depth < 4 && !_variables.IsShared(local) && _variables.SourcesOf(local) is { Count: 1 } sources && IsWhole(sources[0], depth + 1);
            case IInvocationOperation { TargetMethod.Name: "AsSpan" or "AsMemory", Arguments.Length: 1 } call when Views.Makes(call.TargetMethod): return IsWhole(call.Arguments[0].Value, depth);
            case IObjectCreationOperation { Arguments.Length: 1 } creation: return Views.IsView(creation.Type) && IsWhole(creation.Arguments[0].Value, depth);
            case IPropertyReferenceOperation { Property.Name: "Memory", Instance: { } owner }:
                return owner.WithoutConversions() is ILocalReferenceOperation { Local: { } held } && SymbolEqualityComparer.Default.Equals(held, _local);
            case IPropertyReferenceOperation { Property.Name: "Span", Instance: { } memory }: return IsWhole(memory, depth);
            default: return false;
        }
    }

    public bool IsLength(IOperation value) =>
        value.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Length" or "LongLength", Instance: { } whole } && IsWhole(whole);

    // Powers of two are what the shared pool's classes are: such an array is exact, if by no promise.
    private static bool IsExact(IOperation size) => size.ConstantValue is { HasValue: true, Value: int length } && (length <= 0 || (length >= 16 && (length & (length - 1)) == 0));
}
