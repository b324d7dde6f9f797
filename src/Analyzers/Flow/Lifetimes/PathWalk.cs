using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>
/// Walks the normal paths from a rent to the end of its function and asks whether what escapes on the way is always
/// returned as well. Tests of the rental against null are decided; of all others both sides are walked.
/// </summary>
internal sealed class PathWalk
{
    private const int MaxStates = 4000;

    private readonly ControlFlowGraph _graph;
    private readonly LocalRental _rental;
    private readonly Ties _ties;
    private readonly OwnershipModel _model;
    private readonly Escape _escape;
    private readonly HashSet<(int Block, Pending? Pending, bool Escaped, bool Returned)> _seen = [];
    private readonly Stack<(int Block, int Index, Pending? Pending, bool Escaped, bool Returned)> _open = new();
    private IOperation? _return;
    private bool _kept;

    private PathWalk(ControlFlowGraph graph, LocalRental rental, Ties ties, OwnershipModel model, Escape escape)
    {
        _graph = graph;
        _rental = rental;
        _ties = ties;
        _model = model;
        _escape = escape;
    }

    /// <summary>Whether every path through <paramref name="escape"/> returns the rental, before or after it.</summary>
    public static bool AlwaysReturns(ControlFlowGraph graph, LocalRental rental, Ties ties, OwnershipModel model, Escape escape) =>
        new PathWalk(graph, rental, ties, model, escape).Run();

    private bool Run()
    {
        _open.Push((_rental.Block.Ordinal, _rental.Index + 1, null, false, false));
        while (_open.Count > 0 && !_kept)
        {
            if (_seen.Count > MaxStates) return false;
            (int ordinal, int index, Pending? pending, bool escaped, bool returned) = _open.Pop();
            Step(_graph.Blocks[ordinal], index, pending, escaped, returned);
        }

        return !_kept && _escape.ReturnedBy is not null;
    }

    private void Step(BasicBlock block, int index, Pending? pending, bool escaped, bool returned)
    {
        for (int i = index; i <= block.Operations.Length; i++)
        {
            if (i == block.Operations.Length && block.BranchValue is null) break;
            IOperation statement = i < block.Operations.Length ? block.Operations[i] : block.BranchValue!;
            // The next round of a loop is another rental.
            if (ReferenceEquals(block, _rental.Block) && i == _rental.Index)
            {
                End(escaped, returned);
                return;
            }

            if (escaped && !returned && Joins(statement)) return;
            // Set to null, it is somebody else's to return.
            if (!returned && Vacates(statement)) _kept = true;
            if (ReturnIn(statement) is { } call)
            {
                returned = true;
                _return ??= call;
                if (escaped) _escape.ReturnedBy ??= call;
            }

            if (!ReferenceEquals(block, _escape.Block) || i != _escape.Index) continue;
            escaped = true;
            if (returned && _escape.Route != EscapeRoute.Started) _escape.ReturnedBy ??= _return;
        }

        bool? outcome = block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } test ? Decide(test) : null;
        bool jumps = outcome is null || outcome == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
        if (jumps && block.ConditionalSuccessor is { } conditional) Follow(conditional, pending, escaped, returned);
        if ((outcome is null || !jumps) && block.FallThroughSuccessor is { } next) Follow(next, pending, escaped, returned);
    }

    private void Follow(ControlFlowBranch branch, Pending? pending, bool escaped, bool returned)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                Resume(branch, 0, pending, escaped, returned);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling when pending?.Branch is { } interrupted:
                Resume(interrupted, pending.Next, pending.Outer, escaped, returned);
                break;
        }
    }

    private void Resume(ControlFlowBranch branch, int next, Pending? pending, bool escaped, bool returned)
    {
        int ordinal;
        if (next < branch.FinallyRegions.Length)
        {
            pending = Pending.Resume(branch, next + 1, pending);
            ordinal = branch.FinallyRegions[next].FirstBlockOrdinal;
        }
        else if (branch.Destination is { Kind: not BasicBlockKind.Exit } destination)
        {
            ordinal = destination.Ordinal;
        }
        else
        {
            End(escaped, returned);
            return;
        }

        if (_seen.Add((ordinal, pending, escaped, returned))) _open.Push((ordinal, 0, pending, escaped, returned));
    }

    private void End(bool escaped, bool returned) => _kept |= escaped && !returned;

    private bool? Decide(IOperation test)
    {
        bool negated = false;
        test = test.WithoutConversions();
        while (test is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            negated = !negated;
            test = not.Operand.WithoutConversions();
        }

        return test.TestsForNull(out IOperation? operand, out bool isNull) && _ties.Of(operand) == Tie.Same ? isNull == negated : null;
    }

    private bool Vacates(IOperation statement) =>
        (statement is IExpressionStatementOperation expression ? expression.Operation : statement) is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }
        && SymbolEqualityComparer.Default.Equals(target.Local, _rental.Local);

    private IOperation? ReturnIn(IOperation statement)
    {
        foreach (IOperation operation in statement.DescendantsAndSelf())
        {
            if (operation is not IInvocationOperation call) continue;
            if (call.Instance is { } instance && _model.ReleasedBy(call.TargetMethod, instance.WithoutConversions().Type) is not null && _ties.Of(instance) == Tie.Same) return call;
            if (!_model.RolesOf(call.TargetMethod).Releases) continue;
            foreach (IArgumentOperation argument in call.Arguments)
                if (argument.Parameter is { } parameter && _model.ReleasedBy(parameter) is not null && _ties.Of(argument.Value) == Tie.Same) return call;
        }

        return null;
    }

    // Waiting is not followed; where there is some, it is taken to be for what was started.
    private bool Joins(IOperation statement)
    {
        if (_escape.Route != EscapeRoute.Started) return false;
        foreach (IOperation operation in statement.DescendantsAndSelf())
        {
            switch (operation)
            {
                case ILocalReferenceOperation local when _escape.Task is not null && SymbolEqualityComparer.Default.Equals(local.Local, _escape.Task): return true;
                case IInvocationOperation { TargetMethod.Name: "Wait" or "WaitOne" or "Join" or "WaitAll" or "WaitAny" or "SignalAndWait" or "GetResult" }: return true;
                case IAwaitOperation when _escape.Tie == Tie.Delegate: return true;
            }
        }

        return false;
    }
}
