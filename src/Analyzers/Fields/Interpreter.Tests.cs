using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

internal sealed partial class Interpreter
{
    private void Split(BasicBlock block, IOperation test, Content content, FieldWorld world, out FieldWorld? whenTrue, out FieldWorld? whenFalse)
    {
        whenTrue = whenFalse = null;
        if (Decide(test, content, world, out Condition? condition) is { } outcome)
        {
            if (outcome) whenTrue = world;
            else whenFalse = world;
            return;
        }

        // Code that asks the length of what the slot holds takes it for alive, whatever the answer.
        if (!AsksForLength(test)) world.Doubt(_frame.Depth, block.Ordinal);
        whenTrue = world.Clone();
        whenFalse = world;
        Refine(test, condition, true, whenTrue);
        Refine(test, condition, false, whenFalse);
    }

    private bool? Decide(IOperation test, Content content, FieldWorld world, out Condition? condition)
    {
        condition = IsStable(test) ? _frame.Body.Conditions.Read(test) : null;
        if (content.Is(true)) return true;
        if (content.Is(false)) return false;
        return condition is not null && world.TryGetFact(condition, out bool holds) ? holds != condition.Negated : null;
    }

    private bool AsksForLength(IOperation test) => test.DescendantsAndSelf().Any(part =>
        part is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } instance } && SymbolEqualityComparer.Default.Equals(_type.SlotOf(instance), _slot));

    /// <summary>Draws the conclusions from a test that came out as <paramref name="outcome"/>.</summary>
    private void Refine(IOperation test, Condition? condition, bool outcome, FieldWorld world)
    {
        if (condition is not null) world.Learn(condition, outcome != condition.Negated);
        test = test.WithoutConversions();
        while (test is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            outcome = !outcome;
            test = not.Operand.WithoutConversions();
        }

        if (TestsForNull(test, out IOperation? operand, out bool isNull)) Conclude(operand!, outcome == isNull ? Content.Null : Content.NotNull, world);
        else if (test is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equality
            && outcome == (equality.OperatorKind == BinaryOperatorKind.Equals)
            && Constants.TryRead(equality.RightOperand, out Content constant) && constant.Kind == ContentKind.Constant)
            Conclude(equality.LeftOperand, constant, world);
        else Conclude(test, Content.Of(outcome), world);
    }

    private void Conclude(IOperation operand, Content content, FieldWorld world)
    {
        operand = operand.WithoutConversions();
        if (operand is ISimpleAssignmentOperation assignment) operand = assignment.Target;
        if (operand is IFlowCaptureReferenceOperation capture)
        {
            Sharpen(new Place(capture.Id, _frame.Depth), content, world);
            if (_frame.Body.Member.Variables.SingleValueOf(capture.Id) is { } value) operand = value.WithoutConversions();
        }

        ISymbol? symbol = _type.SlotOf(operand) ?? operand switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        if (symbol is not null && !IsShared(symbol)) Sharpen(new Place(symbol), content, world);
    }

    private static void Sharpen(Place place, Content content, FieldWorld world)
    {
        Content known = world[place];
        if (known.Kind == ContentKind.Unknown || content.Kind is ContentKind.Null or ContentKind.Constant) world[place] = content;
    }

    /// <summary>The outcome depends on nothing but locals, slots and constants.</summary>
    private bool IsStable(IOperation test)
    {
        foreach (IOperation part in test.DescendantsAndSelf())
        {
            switch (part)
            {
                case IFieldReferenceOperation field when _type.SlotOf(field) is null && !field.Field.IsReadOnly && !field.Field.IsConst:
                case IPropertyReferenceOperation property when _type.SlotOf(property) is null && property.Property.Name is not ("Length" or "HasValue"):
                case IInvocationOperation or IAwaitOperation or IAssignmentOperation or IIncrementOrDecrementOperation or IDynamicInvocationOperation:
                case IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation:
                    return false;
                case IFlowCaptureReferenceOperation capture:
                    if (_frame.Body.Member.Variables.SingleValueOf(capture.Id) is not { } value || ReferenceEquals(value, test) || !IsStable(value)) return false;
                    break;
            }
        }

        return true;
    }

    private List<Result> Compare(IBinaryOperation binary, FieldWorld world) =>
        Chain(Evaluate(binary.LeftOperand, world), (after, left) => Map(Evaluate(binary.RightOperand, after), (last, right) =>
        {
            switch (binary.OperatorKind)
            {
                case BinaryOperatorKind.Equals: return AreSame(left, right);
                case BinaryOperatorKind.NotEquals:
                    Content same = AreSame(left, right);
                    return same.Is(true) ? Content.Of(false) : same.Is(false) ? Content.Of(true) : Content.Unknown;
                case BinaryOperatorKind.Add or BinaryOperatorKind.Subtract when Addresses.IsAddress(binary.Type):
                    return left.MayTouchRental ? left.AsView() : right.AsView();
                case BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual:
                    return Order(binary.OperatorKind, left, right);
                default:
                    Escape(left, last);
                    Escape(right, last);
                    return Content.Unknown;
            }
        }));

    private static Content Order(BinaryOperatorKind kind, Content left, Content right)
    {
        if (left is not { Kind: ContentKind.Constant, Value: int a } || right is not { Kind: ContentKind.Constant, Value: int b }) return Content.Unknown;
        return Content.Of(kind switch
        {
            BinaryOperatorKind.GreaterThan => a > b,
            BinaryOperatorKind.GreaterThanOrEqual => a >= b,
            BinaryOperatorKind.LessThan => a < b,
            _ => a <= b,
        });
    }

    private static Content AreSame(Content left, Content right)
    {
        if (left.Kind == ContentKind.Constant && right.Kind == ContentKind.Constant) return Content.Of(Equals(left.Value, right.Value));
        if (left.Kind == ContentKind.OtherThan && right.Kind == ContentKind.Constant && Equals(left.Value, right.Value)) return Content.Of(false);
        if (left.Kind == ContentKind.Null && right.IsNull is { } rightIsNull) return Content.Of(rightIsNull);
        if (right.Kind == ContentKind.Null && left.IsNull is { } leftIsNull) return Content.Of(leftIsNull);
        return left.Kind == ContentKind.Rental && right.Kind == ContentKind.Rental ? Content.Of(true) : Content.Unknown;
    }

    private static Content Match(IIsPatternOperation match, Content content, FieldWorld world)
    {
        bool asksForNull = match.TestsForNull(out _, out bool isNull);
        foreach (IOperation pattern in match.Pattern.DescendantsAndSelf())
        {
            ISymbol? declared = pattern switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                IListPatternOperation list => list.DeclaredSymbol,
                _ => null,
            };
            // Only the outermost pattern names the value itself.
            if (declared is not null)
                world.Store(declared, ReferenceEquals(pattern, match.Pattern) || ReferenceEquals(pattern.Parent, match.Pattern) ? content : Content.Unknown);
        }

        if (asksForNull) return content.IsNull is { } known ? Content.Of(known == isNull) : Content.Unknown;
        if (match.Pattern is IConstantPatternOperation constant && Constants.TryRead(constant.Value, out Content value)) return AreSame(content, value);
        if (match.Pattern is INegatedPatternOperation { Pattern: IConstantPatternOperation not } && Constants.TryRead(not.Value, out Content unwanted))
            return AreSame(content, unwanted) is { Kind: ContentKind.Constant, Value: bool same } ? Content.Of(!same) : Content.Unknown;
        return content.Kind == ContentKind.Null ? Content.Of(false) : Content.Unknown;
    }

    private static bool TestsForNull(IOperation test, out IOperation? operand, out bool isNull)
    {
        if (test.TestsForNull(out operand, out isNull)) return true;
        if (test is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary
            || !Constants.TryRead(binary.RightOperand, out Content right) || right.Kind != ContentKind.Null) return false;
        operand = binary.LeftOperand;
        isNull = binary.OperatorKind == BinaryOperatorKind.Equals;
        return true;
    }

    private Content Convert(IConversionOperation conversion, Content content, FieldWorld world)
    {
        if (Views.IsView(conversion.Type) && !Addresses.IsAddress(conversion.Type))
        {
            if (!Views.IsView(conversion.Operand.Type)) Use(conversion, content, world);
            return content.AsView();
        }

        // Older frameworks convert between pointers and IntPtr by methods.
        if (conversion.OperatorMethod is null || (Addresses.IsAddress(conversion.Type) && Addresses.IsAddress(conversion.Operand.Type))) return content;
        Escape(content, world);
        return Content.Unknown;
    }
}
