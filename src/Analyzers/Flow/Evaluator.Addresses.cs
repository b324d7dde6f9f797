using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private Value Offset(IBinaryOperation binary, World world)
    {
        Value left = Evaluate(binary.LeftOperand, world);
        Value right = Evaluate(binary.RightOperand, world);
        // Rounding up and masking keep the address inside the memory too; a difference of two addresses is a number.
        if (left != Value.Other && right != Value.Other) return Value.Other;
        return ViewOf(left == Value.Other ? right : left);
    }

    private Value AddressOf(IAddressOfOperation address, World world)
    {
        IOperation place = address.Reference;
        if (place is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation })
        {
            Evaluate(place, world);
            return Value.Other;
        }

        // Taking an address reads nothing, so this is not a use yet.
        Value value = Value.Other;
        foreach (IOperation child in place.ChildOperations)
        {
            Value part = Evaluate(child, world);
            if (value == Value.Other && (child.Type is IPointerTypeSymbol or IArrayTypeSymbol || place is IFieldReferenceOperation)) value = part;
        }

        return ViewOf(value);
    }

    /// <summary>Whether a reference to <paramref name="place"/> is one into native memory that is followed: whoever has the reference
    /// can get the address from it, and so free it.</summary>
    public bool Reaches(IOperation place, World world)
    {
        if (_site.Allocator?.Family != Family.Native) return false;
        foreach (IOperation operation in place.DescendantsAndSelf())
            if (VariableOf(operation) is { } variable && Read(variable, world).MayTouchRental()) return true;
        return false;
    }

    /// <summary>Methods of IntPtr, which are operators in disguise.</summary>
    private static Value? CallOnAddress(IMethodSymbol method, Value instance, Value first) => method.Name switch
    {
        _ when !Addresses.IsAddress(method.ContainingType) => null,
        "ToPointer" => instance,
        "ToInt64" or "ToInt32" or "ToUInt64" or "ToUInt32" => instance,
        "Add" or "Subtract" => ViewOf(first),
        _ => null,
    };
}
