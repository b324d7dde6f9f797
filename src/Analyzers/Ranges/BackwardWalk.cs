using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Ranges;

/// <summary>Goes from a place in the code back to where a variable got its value, and collects the tests passed on the way.</summary>
internal readonly struct BackwardWalk(RangeAnalysis analysis, Tracked tracked)
{
    private const int MaxSearched = 20_000;

    private readonly Guards _guards = new(analysis, tracked);

    public Interval ValueAt(IOperation place)
    {
        Interval known = Interval.Any;
        for (IOperation child = place, parent = place.Parent!; parent is not null; child = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IBlockOperation block when TryReach(block.Operations, child, ref known): return known;
                case ISwitchCaseOperation section when TryReach(section.Body, child, ref known): return known;
                case IConditionalOperation choice when !ReferenceEquals(child, choice.Condition):
                    if (Writes(choice.Condition)) return known;
                    known = known.Intersect(_guards.Read(choice.Condition, ReferenceEquals(child, choice.WhenTrue)));
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both
                    when ReferenceEquals(child, both.RightOperand) && !Writes(both.LeftOperand):
                    known = known.Intersect(_guards.Read(both.LeftOperand, both.OperatorKind == BinaryOperatorKind.ConditionalAnd));
                    break;
                case ILoopOperation loop:
                    known = known.Intersect(Condition(loop, child));
                    if (Writes(loop)) return known;
                    break;
                case ICatchClauseOperation { Parent: ITryOperation attempt } when Writes(attempt.Body): return known;
                case ITryOperation attempt when ReferenceEquals(child, attempt.Finally) && Writes(attempt): return known;
                case IAnonymousFunctionOperation or ILocalFunctionOperation when !IsNeverChanged(parent): return known;
                // `n > 3 ? n = 4 : ...` and its like: an order of evaluation that is not worth following.
                case IExpressionStatementOperation or IVariableDeclarationGroupOperation or IReturnOperation when IsWrittenBefore(parent, place): return known;
            }
        }

        return known;
    }

    /// <summary>Looks through what runs before <paramref name="child"/>; true when the variable's value comes from there.</summary>
    private bool TryReach(ImmutableArray<IOperation> statements, IOperation child, ref Interval known)
    {
        int index = statements.IndexOf(child);
        // Who calls it, and when, is not looked for.
        foreach (IOperation statement in statements)
        {
            if (statement is not ILocalFunctionOperation || ReferenceEquals(statement, child) || !Writes(statement)) continue;
            known = Interval.Any;
            return true;
        }

        for (int i = index - 1; i >= 0; i--)
        {
            IOperation statement = statements[i];
            // Something may jump in here.
            if (statement is ILabeledOperation) return true;
            if (Definition(statement) is { } value)
            {
                known = known.Intersect(value);
                return true;
            }

            if (Writes(statement))
            {
                if (statement is IConditionalOperation choice && Joined(choice, statement) is { } joined) known = known.Intersect(joined);
                return true;
            }

            known = known.Intersect(_guards.After(statement));
        }

        return false;
    }

    // `if (n > 4096) n = 4096;` and nothing else.
    private Interval? Joined(IConditionalOperation choice, IOperation statement)
    {
        if (choice.WhenFalse is not null || Writes(choice.Condition)) return null;
        IOperation? only = choice.WhenTrue is IBlockOperation { Operations: { Length: 1 } operations } ? operations[0] : choice.WhenTrue;
        if (only is not IExpressionStatementOperation || Definition(only) is not { } assigned) return null;
        BackwardWalk walk = this;
        Interval? before = analysis.Deeper(() => walk.ValueAt(statement));
        return before is null ? null : assigned.Union(before.Value.Intersect(_guards.Read(choice.Condition, truth: false)));
    }

    private Interval? Definition(IOperation statement)
    {
        IOperation? value = null;
        switch (statement)
        {
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { IsRef: false } assignment } when tracked.Targets(assignment.Target):
                if (assignment.Target is ITupleOperation) return null;
                value = assignment.Value;
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclarationOperation declaration in group.Declarations)
                {
                    foreach (IVariableDeclaratorOperation declarator in declaration.Declarators)
                        if (SymbolEqualityComparer.Default.Equals(declarator.Symbol, tracked.Variable)) value = declarator.Initializer?.Value;
                }

                break;
        }

        return value is null ? null : tracked.IsLength ? analysis.LengthOf(value) : analysis.Evaluate(value);
    }

    private bool Writes(IOperation operation) => analysis.IsWritten(tracked, operation);

    private Interval Condition(ILoopOperation loop, IOperation child) => loop switch
    {
        IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition, ConditionIsUntil: false } top
            when ReferenceEquals(child, top.Body) => InBody(top.Body, condition),
        IForLoopOperation { Condition: { } condition } counted when ReferenceEquals(child, counted.Body) => InBody(counted.Body, condition),
        _ => Interval.Any,
    };

    // Written in the body, the variable may have changed since the test.
    private Interval InBody(IOperation body, IOperation condition) =>
        Writes(body) || Writes(condition) ? Interval.Any : _guards.Read(condition, truth: true);

    // A delegate runs at some other time: what holds at its creation holds then only for what never changes.
    private bool IsNeverChanged(IOperation function)
    {
        IOperation root = function;
        while (root.Parent is not null) root = root.Parent;
        int writes = tracked.Variable is IParameterSymbol ? 1 : 0, searched = 0;
        foreach (IOperation part in root.Descendants())
            if (++searched > MaxSearched || (tracked.IsWrittenBy(part) && ++writes > 1)) return false;
        return true;
    }

    // The variable's own definition may use it further on: `int n = M(out n)` is not followed.
    private bool IsWrittenBefore(IOperation statement, IOperation place)
    {
        foreach (IOperation part in statement.Descendants())
        {
            if (ReferenceEquals(part, place)) return false;
            if (part is IAnonymousFunctionOperation) continue;
            // A call writes to its `ref` argument after all of them were evaluated.
            IOperation writer = part is IArgumentOperation { Parent: { } call } ? call : part;
            if (tracked.IsWrittenBy(part) && !writer.Descendants().Contains(place)) return true;
        }

        return false;
    }
}
