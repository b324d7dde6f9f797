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
        if (binary.OperatorKind == BinaryOperatorKind.Add && Addresses.IsPositive(left == Value.Other ? binary.LeftOperand : binary.RightOperand))
            return Behind(left == Value.Other ? right : left);
        return ViewOf(left == Value.Other ? right : left);
    }

    // Where the code goes back again, how far is not followed.
    private static Value Behind(Value value) => value is Value.Rental or Value.Inside ? Value.Inside : ViewOf(value);

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

        // The public operation model has no kind for p[3].
        return place is { Kind: OperationKind.None, ChildOperations.Count: 2 } && Addresses.IsPositive(place.ChildOperations.Last()) ? Behind(value) : ViewOf(value);
    }

    /// <summary>The pointer through which a place is reached. The public operation model has no kind for following one.</summary>
    private static IOperation? PointerTo(IOperation place)
    {
        while (place is IFieldReferenceOperation { Instance: { } instance }) place = instance;
        return place is { Kind: OperationKind.None, ChildOperations.Count: > 0 } && place.ChildOperations.First() is { Type: IPointerTypeSymbol } pointer ? pointer : null;
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
    private static Value? CallOnAddress(IInvocationOperation call, Value instance, Value first) => call.TargetMethod.Name switch
    {
        _ when !Addresses.IsAddress(call.TargetMethod.ContainingType) => null,
        "ToPointer" => instance,
        "ToInt64" or "ToInt32" or "ToUInt64" or "ToUInt32" => instance,
        "Add" when Addresses.IsPositive(call.Arguments[1].Value) => Behind(first),
        "Add" or "Subtract" => ViewOf(first),
        _ => null,
    };
}
