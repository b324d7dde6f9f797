using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

internal sealed partial class Evaluator
{
    /// <summary>Splits a world at a test. A side that cannot be taken has no world.</summary>
    public void Split(IOperation test, Value value, World world, DoubtLevel doubts, out World? whenTrue, out World? whenFalse)
    {
        whenTrue = whenFalse = null;
        if (value == Value.True)
        {
            whenTrue = world;
            return;
        }

        if (value == Value.False)
        {
            whenFalse = world;
            return;
        }

        if (_conditions.Read(test) is { } condition && world.TryGetFact(condition.Key, out Fact fact))
        {
            bool expected = fact.Holds != condition.Negated;
            whenTrue = Known(expected, condition.Soft, world);
            whenFalse = Known(!expected, condition.Soft, world);
            return;
        }

        whenTrue = world.Clone();
        whenFalse = world.Clone();
        if (doubts >= DoubtLevel.AboutRental && Doubt.IsAboutRental(test, world, _variables)) whenTrue.DoubtsReturn = whenFalse.DoubtsReturn = true;
        if (doubts >= DoubtLevel.AboutCause && Doubt.Arises(test, world, _variables)) whenTrue.Doubtful = whenFalse.Doubtful = true;
        Refine(test, true, whenTrue);
        Refine(test, false, whenFalse);
    }

    // A field or property may have changed since it was last tested, so the other side stays open, in doubt.
    private static World? Known(bool taken, bool soft, World world)
    {
        if (taken) return world.Clone();
        if (!soft) return null;
        World doubtful = world.Clone();
        doubtful.Doubtful = true;
        return doubtful;
    }

    /// <summary>Draws the conclusions from a test that came out as <paramref name="outcome"/>.</summary>
    private void Refine(IOperation test, bool outcome, World world)
    {
        if (_conditions.Read(test) is { } condition) world.Learn(condition, outcome != condition.Negated);
        test = test.WithoutConversions();
        while (test is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            outcome = !outcome;
            test = not.Operand.WithoutConversions();
        }

        if (test.TestsForNull(out IOperation? operand, out bool isNull))
        {
            if (outcome == isNull) Set(operand!.WithoutConversions(), Value.Null, world);
            return;
        }

        Set(test, Values.Of(outcome), world);
    }

    private void Set(IOperation place, Value value, World world)
    {
        if (place is ISimpleAssignmentOperation assignment) place = assignment.Target;
        if (place is IFlowCaptureReferenceOperation capture) world[new Variable(capture.Id)] = value;
        if (VariableOf(place) is { } variable && !_variables.IsShared(variable)) world[new Variable(variable)] = value;
    }

    private Value Compare(IBinaryOperation binary, World world)
    {
        Value left = Evaluate(binary.LeftOperand, world);
        Value right = Evaluate(binary.RightOperand, world);
        Value same = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
            ? AreSame(left, right, world)
            : Value.Other;
        return binary.OperatorKind == BinaryOperatorKind.NotEquals ? same.Negate() : same;
    }

    private Value AreSame(Value left, Value right, World world)
    {
        if (left == Value.Null) return IsNull(right);
        if (right == Value.Null) return IsNull(left);
        if (left is Value.True or Value.False && right is Value.True or Value.False) return Values.Of(left == right);
        if (left == Value.Rental && right == Value.Rental) return Value.True;
        bool alone = !world.Escaped && (left == Value.Rental || right == Value.Rental) && (left is Value.Other or Value.Present || right is Value.Other or Value.Present);
        return alone ? Value.False : Value.Other;
    }

    private Value IsNull(Value value) => value switch
    {
        Value.Null => Value.True,
        Value.True or Value.False or Value.Present => Value.False,
        Value.Rental when !_site.IsForeign => Value.False,
        _ => Value.Other,
    };

    private Value Match(IIsPatternOperation match, World world)
    {
        Value value = Evaluate(match.Value, world);
        foreach (IOperation pattern in match.Pattern.DescendantsAndSelf())
        {
            ISymbol? declared = pattern switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                IListPatternOperation list => list.DeclaredSymbol,
                _ => null,
            };
            if (declared is null) continue;
            // Only the outermost pattern names the value itself; inner ones name parts of it.
            bool whole = ReferenceEquals(pattern, match.Pattern) || (match.Pattern is INegatedPatternOperation { Pattern: { } inner } && ReferenceEquals(pattern, inner));
            Bind(declared, whole ? value : Value.Other, world);
        }

        if (match.TestsForNull(out _, out bool isNull)) return isNull ? IsNull(value) : IsNull(value).Negate();
        if (match.Pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool truth } } && value is Value.True or Value.False)
            return Values.Of(value == Values.Of(truth));
        return Value.Other;
    }
}
