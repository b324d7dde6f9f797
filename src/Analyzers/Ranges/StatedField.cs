using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Ranges;

/// <summary>Static readonly fields that are constants in all but name.</summary>
internal static class StatedField
{
    /// <summary>The number that the declaration gives, if nothing else can: the field's type has no static constructor.</summary>
    public static long? ValueOf(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (!field.IsStatic || !field.IsReadOnly || !TypeRange.IsInteger(field.Type) || reference.SemanticModel is not { } model) return null;
        if (field.ContainingType.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared)) return null;
        // Another file's semantic model is not to be had here, and asking the compilation for one is not allowed.
        return field.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && declared.SyntaxTree == model.SyntaxTree
            && declared.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && model.GetConstantValue(value) is { HasValue: true } constant
                ? TypeRange.Number(constant.Value)
                : null;
    }
}
