using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>Values of which the code itself shows that no pool has ever seen them.</summary>
internal static class Unrented
{
    /// <summary>The parameter of <c>Array.Resize</c> that comes back with a new array.</summary>
    public static IParameterSymbol? ResizedBy(IMethodSymbol method) =>
        method is { Name: "Resize", ContainingType.SpecialType: SpecialType.System_Array } ? method.Parameters[0] : null;

    // Pools take empty arrays without a word and without harm, so those serve as "none yet" in sound code.
    public static bool IsMade(IOperation value)
    {
        value = value.WithoutConversions();
        switch (value)
        {
            case IArrayCreationOperation array:
                return array.DimensionSizes.Length == 1 && array.DimensionSizes[0].ConstantValue is not { HasValue: true, Value: 0 };
            case ICollectionExpressionOperation { Elements.IsEmpty: false, Type: IArrayTypeSymbol }: return true;
            case IAddressOfOperation address:
                return address.Reference is ILocalReferenceOperation { Local.IsRef: false }
                    or IParameterReferenceOperation { Parameter.RefKind: RefKind.None } or IArrayElementReferenceOperation;
            // A range of an array is a copy.
            case IArrayElementReferenceOperation { Indices.Length: 1 } element: return element.Indices[0].Type is { Name: "Range", ContainingNamespace.Name: "System" };
            case IInvocationOperation { TargetMethod: { Name: "Clone", ContainingType.SpecialType: SpecialType.System_Array } }: return true;
            case IInvocationOperation call: return call.Type is IArrayTypeSymbol ? Makes(call.TargetMethod) : Pins(call.TargetMethod);
            default: return value is { Kind: OperationKind.None, Type: IPointerTypeSymbol } && IsOnTheStackOrPinned(value);
        }
    }

    // Neither `stackalloc` nor the pointer that `fixed` makes has a kind of its own.
    private static bool IsOnTheStackOrPinned(IOperation pointer) =>
        pointer.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax
        || (pointer.ChildOperations.Count == 1 && pointer.ChildOperations.First() is var pinned
            && (pinned.Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String } || pinned is IAddressOfOperation { Reference: IArrayElementReferenceOperation }));

    private static bool Pins(IMethodSymbol method) => method.ContainingType?.Name switch
    {
        "GCHandle" => method.Name == "AddrOfPinnedObject",
        "Marshal" => method.Name == "UnsafeAddrOfPinnedArrayElement",
        _ => false,
    };

    private static bool Makes(IMethodSymbol method)
    {
        bool named = method.Name switch
        {
            "ToArray" or "ToCharArray" or "ReadAllBytes" or "FromBase64String" or "FromHexString" or "AllocateArray" or "AllocateUninitializedArray" => true,
            // The overloads that write into a given array return a number.
            "GetBytes" or "GetChars" => method.ContainingType.Name is "Encoding" or "BitConverter" or "RandomNumberGenerator",
            _ => false,
        };
        return named && method.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true;
    }
}
