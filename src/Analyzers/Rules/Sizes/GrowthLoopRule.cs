using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Options;
using Slabwise.Analyzers.Ranges;

namespace Slabwise.Analyzers.Rules.Sizes;

internal static class GrowthLoopRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.GrowthLoop,
        "A growth loop walks over the large-object edge",
        "The loop at line {0} doubles '{1}'{2}: {3}",
        RuleCategories.Sizes,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Each doubling copies all that is there and drops the old array; past the edge the dropped ones are large objects, which only a full collection frees.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.GrowthLoop),
        "CWE-770");

    public static Diagnostic? Classify(Allocation allocation, OptionReader options)
    {
        // An array that a pool lent goes back to it and serves the next loop: growing by renting is the cure, not the defect.
        if (allocation.Kind != AllocationKind.Managed || allocation.Length is not { } length) return null;
        if (GrownArray(allocation.Operation) is not { } array || DoubledLength(length, array) is not { } doubled) return null;
        if (Surroundings.LoopAround(allocation.Operation) is not { } loop) return null;

        long edge = options.Get(LargeObjectRule.ThresholdBytes, allocation.Operation.Syntax.SyntaxTree);
        if (allocation.Most is { } most && allocation.BytesFor(most) < edge) return null;
        Interval start = Tracked.Find(doubled) is { } tracked ? new BackwardWalk(new RangeAnalysis(), tracked).ValueAt(loop) : Interval.Any;
        int line = loop.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        if (!start.IsConstant || start.Min <= 0)
        {
            return Diagnostic.Create(Descriptor, allocation.Operation.Syntax.GetLocation(), line, array.Name, "",
                Words.Format("once it passes {0:N0} bytes, each round leaves a large object to a full collection", edge));
        }

        int rounds = 0;
        long count = allocation.Rounding.Up(start.Min);
        if (allocation.BytesFor(count) >= edge) return null;
        for (; allocation.BytesFor(count) < edge; rounds++) count *= 2;
        return Diagnostic.Create(Descriptor, allocation.Operation.Syntax.GetLocation(), line, array.Name,
            Words.Format(" from {0:N0} elements", start.Min),
            Words.Format("round {0} makes {1:N0} bytes of it, and each one from there on leaves a large object to a full collection", rounds, allocation.BytesFor(count)));
    }

    /// <summary>The variable that holds the array before and after.</summary>
    private static ISymbol? GrownArray(IOperation allocation)
    {
        if (allocation is IInvocationOperation { TargetMethod.Name: "Resize" } resize) return resize.Arguments.IsEmpty ? null : SymbolOf(resize.Arguments[0].Value);
        return allocation.Parent switch
        {
            ISimpleAssignmentOperation assignment => SymbolOf(assignment.Target),
            // `byte[] larger = new byte[buffer.Length * 2]`: copied, then put in its place.
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var fresh } declarator } => Replaced(fresh, declarator),
            _ => null,
        };
    }

    private static ISymbol? Replaced(ILocalSymbol fresh, IOperation declarator)
    {
        IOperation? block = declarator.Parent;
        while (block is not null and not IBlockOperation) block = block.Parent;
        if (block is null) return null;
        foreach (IOperation part in block.Descendants())
        {
            if (part is ISimpleAssignmentOperation { Value: ILocalReferenceOperation value } assignment
                && SymbolEqualityComparer.Default.Equals(value.Local, fresh)) return SymbolOf(assignment.Target);
        }

        return null;
    }

    /// <summary>The length that is doubled, if it is that of <paramref name="array"/>.</summary>
    private static IOperation? DoubledLength(IOperation size, ISymbol array)
    {
        while (size is IConversionOperation conversion) size = conversion.Operand;
        switch (size)
        {
            case IInvocationOperation { TargetMethod: { Name: "Max", ContainingType.Name: "Math" } } call:
                return call.Arguments.Select(argument => DoubledLength(argument.Value, array)).FirstOrDefault(found => found is not null);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product:
                return Factor(product.RightOperand) >= 2 && IsLength(product.LeftOperand) ? product.LeftOperand
                    : Factor(product.LeftOperand) >= 2 && IsLength(product.RightOperand) ? product.RightOperand : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.LeftShift } shift:
                return Factor(shift.RightOperand) >= 1 && IsLength(shift.LeftOperand) ? shift.LeftOperand : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return IsLength(sum.LeftOperand) && IsLength(sum.RightOperand) ? sum.LeftOperand : null;
            default: return null;
        }

        bool IsLength(IOperation part) => part is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } owner }
            && SymbolEqualityComparer.Default.Equals(SymbolOf(owner), array);
    }

    private static long Factor(IOperation operation) => TypeRange.Number(operation) ?? 0;

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };
}
