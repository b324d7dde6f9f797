using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>The generic structs of the framework, and our own handle, whose layout is fixed or follows from their type arguments.</summary>
internal static class FrameworkGenerics
{
    private const int MaxPlainTupleArity = 7;

    /// <summary>The layout of a handle, nullable, tuple, pair or fixed-width vector.</summary>
    public static bool TryGet(INamedTypeSymbol type, Func<ITypeSymbol, ValueLayout> layoutOf, out ValueLayout layout)
    {
        layout = default;
        bool isForeign = type.DeclaringSyntaxReferences.IsEmpty || type.IsTupleType;
        if (!type.IsGenericType || type.ContainingType is not null || !isForeign) return false;
        ImmutableArray<ITypeSymbol> arguments = type.TypeArguments;
        string name = $"{type.ContainingNamespace.ToDisplayString()}.{type.Name}";
        switch (name, arguments.Length)
        {
            case ("Slabwise.Pooled", 1):
                layout = ValueLayout.Known(8, 8);
                return true;
            case ("System.Nullable", 1):
                layout = InOrder(ValueLayout.Known(1, 1), layoutOf(arguments[0]));
                return true;
            case ("System.Collections.Generic.KeyValuePair", 2):
                layout = InOrder(layoutOf(arguments[0]), layoutOf(arguments[1]));
                return true;
            case ("System.ValueTuple", <= MaxPlainTupleArity):
                layout = OfTuple(arguments, layoutOf);
                return true;
            case ("System.ValueTuple", _):
                layout = ValueLayout.Unknown("a tuple of more than seven elements is nested");
                return true;
            case ("System.Runtime.Intrinsics.Vector64", 1):
                layout = ValueLayout.Known(8, 8);
                return true;
            case ("System.Runtime.Intrinsics.Vector128", 1):
                layout = ValueLayout.Known(16, 16);
                return true;
            case ("System.Numerics.Vector", 1) or ("System.Runtime.Intrinsics.Vector256", 1) or ("System.Runtime.Intrinsics.Vector512", 1):
                layout = ValueLayout.Unknown($"the width or alignment of '{type.Name}' is the processor's");
                return true;
            default:
                return false;
        }
    }

    private static ValueLayout InOrder(ValueLayout first, ValueLayout second)
    {
        if (!first.IsKnown) return first;
        if (!second.IsKnown) return second;
        FieldSequence sequence = new(pack: 0);
        sequence.Append(first);
        sequence.Append(second);
        return sequence.Close(declaredSize: 0);
    }

    private static ValueLayout OfTuple(ImmutableArray<ITypeSymbol> arguments, Func<ITypeSymbol, ValueLayout> layoutOf)
    {
        List<(ValueLayout, bool)> elements = [];
        foreach (ITypeSymbol argument in arguments)
        {
            ValueLayout element = layoutOf(argument);
            if (!element.IsKnown) return element;
            elements.Add((element, PrimitiveLayouts.IsPrimitive(argument)));
        }

        return TupleLayout.Of(elements);
    }
}
