using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Ranges;

/// <summary>A number that tests and assignments speak of: a local, a parameter, or the length of one.</summary>
internal readonly record struct Tracked(ISymbol Variable, bool IsLength)
{
    public static Tracked? Find(IOperation operation)
    {
        if (operation is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } owner } && SymbolOf(owner) is { } measured)
            return HasFixedLength(owner.Type) ? new Tracked(measured, IsLength: true) : null;
        return SymbolOf(operation) is { } variable && TypeRange.IsInteger(operation.Type) ? new Tracked(variable, IsLength: false) : null;
    }

    /// <summary>Whether <paramref name="operation"/> is this number, whatever integer type it is converted to.</summary>
    public bool Is(IOperation operation) => Find(WithoutWidening(operation)) is { } other && Same(other);

    /// <summary>Whether this very operation may give the variable another value.</summary>
    public bool IsWrittenBy(IOperation part) => part switch
    {
        IAssignmentOperation assignment => Targets(assignment.Target),
        IIncrementOrDecrementOperation step => Targets(step.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Targets(argument.Value),
        IVariableDeclaratorOperation declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, Variable),
        IDeclarationPatternOperation pattern => SymbolEqualityComparer.Default.Equals(pattern.DeclaredSymbol, Variable),
        IAddressOfOperation address => Targets(address.Reference),
        _ => false,
    };

    public bool Targets(IOperation target) => target is ITupleOperation tuple
        ? tuple.Elements.Any(Targets)
        : SymbolOf(target) is { } symbol && SymbolEqualityComparer.Default.Equals(symbol, Variable)
            || target is IDeclarationExpressionOperation declaration && Targets(declaration.Expression);

    private bool Same(Tracked other) => IsLength == other.IsLength && SymbolEqualityComparer.Default.Equals(Variable, other.Variable);

    // `(uint)n` is n for all that is not negative; what is negative fails when it is a size.
    private static IOperation WithoutWidening(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion && TypeRange.IsInteger(conversion.Operand.Type) || operation is IParenthesizedOperation)
            operation = operation is IConversionOperation outer ? outer.Operand : ((IParenthesizedOperation)operation).Operand;
        return operation;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local.RefKind: RefKind.None } local => local.Local,
        IParameterReferenceOperation { Parameter.RefKind: RefKind.None or RefKind.In } parameter => parameter.Parameter,
        _ => null,
    };

    private static bool HasFixedLength(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String }
        || type is INamedTypeSymbol { MetadataName: "Span`1" or "ReadOnlySpan`1" or "Memory`1" or "ReadOnlyMemory`1", ContainingNamespace.Name: "System" };
}
