using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Shared;

namespace Slabwise.Analyzers.Ranges;

/// <summary>
/// Says between which numbers an integer expression lies, by what the code around it states: constants, <c>Math.Min</c> and its like, the
/// tests that an execution has passed to get there, and the values that a variable was given.
/// </summary>
/// <remarks>
/// It walks the tree of operations backwards from the question and never looks further than the answer needs: the bodies that
/// allocate anything are few, and a fixed point over the control flow graph would cost more than all rules that ask. What it does not
/// understand is <see cref="TypeRange"/>'s. A size that would be negative or wrap round is taken for one that throws.
/// </remarks>
internal sealed class RangeAnalysis
{
    private const int MaxDepth = 24;

    // One question may lead to many, where variables are computed from variables.
    private int _questions = 256;
    private int _depth;

    // And each may search much code for assignments: in a method of ten thousand lines the answer is not worth it.
    private int _searched = 20_000;

    public static Interval Of(IOperation expression) => new RangeAnalysis().Evaluate(expression);

    public Interval Evaluate(IOperation operation)
    {
        if (TypeRange.Number(operation) is { } number) return Interval.Of(number);
        if (_depth >= MaxDepth || _questions-- <= 0) return TypeRange.Of(operation.Type);
        _depth++;
        Interval known = Compute(operation);
        _depth--;
        Interval type = TypeRange.Of(operation.Type);
        // What leaves the type has wrapped round, or thrown.
        return type.Contains(known) ? known : IsChecked(operation) ? known.Intersect(type) : type;
    }

    /// <summary>Whether a variable gets a value somewhere in <paramref name="operation"/>; also true where the search was given up.</summary>
    public bool IsWritten(in Tracked tracked, IOperation operation)
    {
        foreach (IOperation part in operation.DescendantsAndSelf())
            if (--_searched < 0 || tracked.IsWrittenBy(part)) return true;
        return false;
    }

    /// <summary>Runs one level deeper, or not at all.</summary>
    public Interval? Deeper(Func<Interval> question)
    {
        if (_depth >= MaxDepth) return null;
        _depth++;
        Interval answer = question();
        _depth--;
        return answer;
    }

    private Interval Compute(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => OfTracked(operation),
        IPropertyReferenceOperation property => OfProperty(property),
        IFieldReferenceOperation field => StatedField.ValueOf(field) is { } value ? Interval.Of(value) : Interval.Any,
        IConversionOperation { OperatorMethod: null } conversion => OfConversion(conversion),
        IParenthesizedOperation parenthesized => Evaluate(parenthesized.Operand),
        IBinaryOperation { OperatorMethod: null } binary when TypeRange.IsInteger(binary.Type) => OfBinary(binary),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus, OperatorMethod: null } minus => Evaluate(minus.Operand).Negate(),
        IConditionalOperation { WhenFalse: { } other } choice => Evaluate(choice.WhenTrue).Union(Evaluate(other)),
        ISimpleAssignmentOperation assignment => Evaluate(assignment.Value),
        ICoalesceOperation coalesce => Evaluate(coalesce.Value).Union(Evaluate(coalesce.WhenNull)),
        ISwitchExpressionOperation choice => OfArms(choice),
        ISizeOfOperation size => Bytes(size.TypeOperand),
        IInvocationOperation call => OfCall(call),
        _ => Interval.Any,
    };

    private Interval OfTracked(IOperation reference) =>
        Tracked.Find(reference) is { } tracked ? new BackwardWalk(this, tracked).ValueAt(reference).Intersect(TypeRange.Of(reference.Type)) : Interval.Any;

    private Interval OfProperty(IPropertyReferenceOperation property)
    {
        if (property.Property.Name is not ("Length" or "Count") || property.Instance is not { } owner) return Interval.Any;
        Interval counted = new(0, int.MaxValue);
        if (property.Property.Name != "Length") return counted;
        if (owner.ConstantValue is { HasValue: true, Value: string text }) return Interval.Of(text.Length);
        if (Tracked.Find(property) is not { } tracked) return counted.Intersect(LengthOf(owner));
        return counted.Intersect(new BackwardWalk(this, tracked).ValueAt(property));
    }

    /// <summary>How many elements the array, span or string has that an expression makes.</summary>
    public Interval LengthOf(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion) operation = conversion.Operand;
        switch (operation)
        {
            case IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes }: return Evaluate(sizes[0]);
            case IInvocationOperation { TargetMethod.Name: "AsSpan" or "Slice" or "AsMemory" } view
                when view.Arguments.Length > 0 && view.Arguments[view.Arguments.Length - 1] is { Parameter: { Name: "length", Type.SpecialType: SpecialType.System_Int32 } } length:
                return Evaluate(length.Value);
            case { ConstantValue: { HasValue: true, Value: string text } }: return Interval.Of(text.Length);
            case ILocalReferenceOperation local: return Interval.AtLeast(0).Intersect(new BackwardWalk(this, new Tracked(local.Local, IsLength: true)).ValueAt(local));
            default: return Interval.AtLeast(0);
        }
    }

    private Interval OfConversion(IConversionOperation conversion)
    {
        if (!TypeRange.IsInteger(conversion.Operand.Type)) return Interval.Any;
        Interval value = Evaluate(conversion.Operand), target = TypeRange.Of(conversion.Type);
        // A negative number becomes a huge one, for which no allocation succeeds.
        return target.Min == 0 && value is { Min: < 0, Max: >= 0 } ? new Interval(0, value.Max) : value;
    }

    private Interval OfBinary(IBinaryOperation binary)
    {
        Interval left = Evaluate(binary.LeftOperand), right = Evaluate(binary.RightOperand);
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.Add: return left.Add(right);
            case BinaryOperatorKind.Subtract: return left.Add(right.Negate());
            case BinaryOperatorKind.Multiply: return left.Multiply(right);
            case BinaryOperatorKind.Divide when right is { IsConstant: true, Min: > 0 }: return left.DivideBy(right.Min);
            case BinaryOperatorKind.Remainder when right is { IsConstant: true, Min: > 0 }:
                return new Interval(left.Min < 0 ? 1 - right.Min : 0, right.Min - 1);
            case BinaryOperatorKind.LeftShift when right is { IsConstant: true, Min: >= 0 and < 62 }: return left.Multiply(Interval.Of(1L << (int)right.Min));
            case BinaryOperatorKind.RightShift when right is { IsConstant: true, Min: >= 0 and < 62 } && left.Min >= 0: return left.DivideBy(1L << (int)right.Min);
            // Masks: `n & 0xFFF` is a bound, and `(n + 15) & ~15` rounds down.
            case BinaryOperatorKind.And when right is { IsConstant: true, Min: >= 0 }: return new Interval(0, right.Min);
            case BinaryOperatorKind.And when right is { IsConstant: true, Min: < 0 } && left.Min >= 0:
                return new Interval(left.Min & right.Min, left.Max == long.MaxValue ? left.Max : left.Max & right.Min);
            default: return Interval.Any;
        }
    }

    private Interval OfArms(ISwitchExpressionOperation choice)
    {
        Interval all = new(long.MaxValue, long.MinValue);
        foreach (ISwitchExpressionArmOperation arm in choice.Arms)
            if (arm.Value is not IThrowOperation and not IConversionOperation { Operand: IThrowOperation }) all = all.Union(Evaluate(arm.Value));
        return all.IsEmpty ? Interval.Any : all;
    }

    private Interval OfCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (!method.IsStatic) return Interval.Any;
        switch (method.Name)
        {
            case "Min" when IsNumeric(method, 2): return Argument(call, 0).Lesser(Argument(call, 1));
            case "Max" when IsNumeric(method, 2): return Argument(call, 0).Greater(Argument(call, 1));
            case "Clamp" when IsNumeric(method, 3):
                return Argument(call, 0).Greater(Argument(call, 1)).Lesser(Argument(call, 2));
            case "Abs" when IsNumeric(method, 1): return new Interval(0, Argument(call, 0).Greater(Argument(call, 0).Negate()).Max);
            case "RoundUpToPowerOf2" when method.ContainingType.Name == "BitOperations": return RoundedUp(Argument(call, 0));
            case "SizeOf" when method.ContainingType.Name == "Unsafe" && method.TypeArguments.Length == 1: return Bytes(method.TypeArguments[0]);
            default: return Interval.Any;
        }
    }

    private static bool IsNumeric(IMethodSymbol method, int parameters) =>
        method.Parameters.Length == parameters && TypeRange.IsInteger(method.ReturnType)
        && (method.ContainingType.Name == "Math" || TypeRange.IsInteger(method.ContainingType));

    private Interval Argument(IInvocationOperation call, int ordinal)
    {
        foreach (IArgumentOperation argument in call.Arguments)
            if (argument.Parameter?.Ordinal == ordinal) return Evaluate(argument.Value);
        return Interval.Any;
    }

    private static Interval RoundedUp(Interval value)
    {
        return new Interval(Power(Math.Max(value.Min, 0)), value.Max > 1L << 40 ? long.MaxValue : Power(Math.Max(value.Max, 0)));

        static long Power(long least)
        {
            long power = 1;
            while (power < least && power < 1L << 41) power *= 2;
            return least == 0 ? 0 : power;
        }
    }

    private static Interval Bytes(ITypeSymbol type) => LayoutModel.Of(type) is { IsKnown: true, Size: var size } ? Interval.Of(size) : Interval.AtLeast(1);

    private static bool IsChecked(IOperation operation) => operation is IBinaryOperation { IsChecked: true } or IConversionOperation { IsChecked: true };
}
