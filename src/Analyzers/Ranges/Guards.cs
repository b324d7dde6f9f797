using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Ranges;

/// <summary>What a test says about a variable once it has come out true, or false.</summary>
internal readonly struct Guards(RangeAnalysis analysis, Tracked tracked)
{
    public Interval Read(IOperation condition, bool truth)
    {
        switch (condition)
        {
            case IParenthesizedOperation parenthesized: return Read(parenthesized.Operand, truth);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not: return Read(not.Operand, !truth);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                Interval left = Read(both.LeftOperand, truth), right = Read(both.RightOperand, truth);
                return both.OperatorKind == BinaryOperatorKind.ConditionalAnd == truth ? left.Intersect(right) : left.Union(right);
            case IBinaryOperation { OperatorMethod: null } comparison: return OfComparison(comparison, truth);
            case IIsPatternOperation test when tracked.Is(test.Value):
                Interval matched = OfPattern(test.Pattern);
                return truth ? matched : Complement(matched);
            default: return Interval.Any;
        }
    }

    /// <summary>What holds behind a statement that some executions do not get past.</summary>
    public Interval After(IOperation statement)
    {
        switch (statement)
        {
            case IConditionalOperation choice when Leaves(choice.WhenTrue):
                return Read(choice.Condition, truth: false);
            case IConditionalOperation { WhenFalse: { } other } choice when Leaves(other):
                return Read(choice.Condition, truth: true);
            case IExpressionStatementOperation { Operation: IInvocationOperation call }: return AfterCall(call);
            default: return Interval.Any;
        }
    }

    // ThrowIfGreaterThan(n, 4096), and Debug.Assert(n <= 4096) by its attribute.
    private Interval AfterCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        foreach (IArgumentOperation argument in call.Arguments)
            if (argument.Parameter is { } parameter && NeverReturns.If(parameter) is { } fatal) return Read(argument.Value, !fatal);
        if (method.ContainingType?.Name != "ArgumentOutOfRangeException" || call.Arguments.IsEmpty || !tracked.Is(call.Arguments[0].Value)) return Interval.Any;
        Interval limit = call.Arguments.Length > 1 ? analysis.Evaluate(call.Arguments[1].Value) : Interval.Any;
        return method.Name switch
        {
            "ThrowIfGreaterThan" => Interval.AtMost(limit.Max),
            "ThrowIfGreaterThanOrEqual" => Interval.AtMost(Less(limit.Max)),
            "ThrowIfLessThan" => Interval.AtLeast(limit.Min),
            "ThrowIfLessThanOrEqual" => Interval.AtLeast(More(limit.Min)),
            "ThrowIfNegative" => Interval.AtLeast(0),
            "ThrowIfNegativeOrZero" => Interval.AtLeast(1),
            _ => Interval.Any,
        };
    }

    private Interval OfComparison(IBinaryOperation comparison, bool truth)
    {
        bool onLeft = tracked.Is(comparison.LeftOperand);
        if (!onLeft && !tracked.Is(comparison.RightOperand)) return Interval.Any;
        IOperation other = onLeft ? comparison.RightOperand : comparison.LeftOperand, own = onLeft ? comparison.LeftOperand : comparison.RightOperand;
        BinaryOperatorKind kind = onLeft ? comparison.OperatorKind : Mirrored(comparison.OperatorKind);
        Interval result = Compare(truth ? kind : Negated(kind), analysis.Evaluate(other));
        // `(uint)n <= 100` excludes negative numbers as well.
        bool unsigned = TypeRange.Of(own.Type).Min == 0;
        return unsigned && result.Max != long.MaxValue ? result.Intersect(Interval.AtLeast(0)) : result;
    }

    private static Interval Compare(BinaryOperatorKind kind, Interval other) => kind switch
    {
        BinaryOperatorKind.LessThan => Interval.AtMost(Less(other.Max)),
        BinaryOperatorKind.LessThanOrEqual => Interval.AtMost(other.Max),
        BinaryOperatorKind.GreaterThan => Interval.AtLeast(More(other.Min)),
        BinaryOperatorKind.GreaterThanOrEqual => Interval.AtLeast(other.Min),
        BinaryOperatorKind.Equals => other,
        _ => Interval.Any,
    };

    private Interval OfPattern(IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant: return TypeRange.Number(constant.Value) is { } value ? Interval.Of(value) : Interval.Any;
            case IRelationalPatternOperation relation: return Compare(relation.OperatorKind, analysis.Evaluate(relation.Value));
            case INegatedPatternOperation not: return Complement(OfPattern(not.Pattern));
            case IBinaryPatternOperation both:
                Interval left = OfPattern(both.LeftPattern), right = OfPattern(both.RightPattern);
                return both.OperatorKind == BinaryOperatorKind.And ? left.Intersect(right) : left.Union(right);
            default: return Interval.Any;
        }
    }

    // Only what is open on one side has an interval for a complement.
    private static Interval Complement(Interval interval) =>
        interval == Interval.Any ? Interval.Any
        : interval.Min == long.MinValue ? Interval.AtLeast(More(interval.Max))
        : interval.Max == long.MaxValue ? Interval.AtMost(Less(interval.Min))
        : Interval.Any;

    private static bool Leaves(IOperation branch) => branch switch
    {
        IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations[operations.Length - 1]),
        IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IExpressionStatementOperation { Operation: IInvocationOperation call } => NeverReturns.Always(call.TargetMethod) || NeverReturns.ByName(call.TargetMethod),
        _ => false,
    };

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };

    private static BinaryOperatorKind Negated(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThanOrEqual,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.NotEquals => BinaryOperatorKind.Equals,
        _ => BinaryOperatorKind.None,
    };

    private static long Less(long end) => end is long.MaxValue or long.MinValue ? end : end - 1;

    private static long More(long end) => end is long.MaxValue or long.MinValue ? end : end + 1;
}
