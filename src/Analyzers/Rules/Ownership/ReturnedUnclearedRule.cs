using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class ReturnedUnclearedRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.ReturnedUncleared,
        "An array is returned with the references that it holds",
        "'{0}' returns an array of '{1}' that nothing here clears: the pool keeps alive what it refers to",
        RuleCategories.Ownership,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "An idle array in a pool keeps everything it refers to from being collected, for as long as the pool keeps the array.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.ReturnedUncleared),
        "CWE-772");

    private const int MaxDepth = 8;

    public static IEnumerable<Diagnostic> Classify(MemberBody body, OwnershipModel model)
    {
        IOperation[] operations = body.Operations;
        foreach (IInvocationOperation call in operations.OfType<IInvocationOperation>())
        {
            if (call.TargetMethod.Name != "Return" || call.Arguments.IsEmpty) continue;
            if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is not { Parameter: { } parameter } array) continue;
            if (model.ReleasedBy(parameter)?.Family != Family.ArrayPool || SymbolOf(array.Value) is not { } symbol) continue;
            if (array.Value.WithoutConversions().Type is not IArrayTypeSymbol { ElementType: { } element } || !HoldsReferences(element, 0)) continue;
            if (call.Arguments.Any(argument => argument.Parameter?.Ordinal > 0 && argument.Value.ConstantValue is not { HasValue: true, Value: false })) continue;
            if (IsCared(symbol, operations)) continue;
            yield return Diagnostic.Create(
                Descriptor, call.Syntax.GetLocation(), Describe.Call(call), element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        }
    }

    // Whatever is named so, or sets an element to nothing, is taken to clear all that was used.
    private static bool IsCared(ISymbol array, IOperation[] operations)
    {
        foreach (IOperation operation in operations)
        {
            switch (operation)
            {
                case IInvocationOperation call when IsClearing(call.TargetMethod.Name): return true;
                case ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation element } assignment
                    when Flow.Lifetimes.LocalRental.IsNothing(assignment.Value) && SymbolEqualityComparer.Default.Equals(SymbolOf(element.ArrayReference), array): return true;
            }
        }

        return false;
    }

    private static bool IsClearing(string name) => name.Contains("Clear") || name.Contains("Reset") || name == "Fill" || name.Contains("Empty");

    private static ISymbol? SymbolOf(IOperation value) => value.WithoutConversions() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    // A type parameter may be either; those who care pass RuntimeHelpers.IsReferenceOrContainsReferences.
    private static bool HoldsReferences(ITypeSymbol type, int depth)
    {
        if (type.TypeKind is TypeKind.TypeParameter or TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Enum or TypeKind.Error || depth > MaxDepth) return false;
        if (type.IsReferenceType) return true;
        if (type.IsUnmanagedType || type.SpecialType is not SpecialType.None and not SpecialType.System_Nullable_T) return false;
        return type.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && HoldsReferences(field.Type, depth + 1));
    }
}
