using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>
/// Runs members of one type over sets of worlds, following one rental that one slot holds or is given. Calls of the
/// type's own methods are entered, so that <c>Dispose</c>, <c>Dispose(bool)</c> and <c>ReturnBuffer</c> are one story.
/// </summary>
internal sealed partial class Interpreter
{
    private const int MaxWorlds = 48;
    private const int MaxDepth = 8;

    private readonly TypeBodies _type;
    private readonly FieldOwnership _ownership;
    private readonly ISymbol _slot;
    private readonly IOperation? _site;
    private readonly Budget _budget;
    private Verdicts _verdicts = new();
    private Frame _frame = null!;

    public Interpreter(TypeBodies type, FieldOwnership ownership, ISymbol slot, IOperation? site, Budget budget)
    {
        _type = type;
        _ownership = ownership;
        _slot = slot;
        _site = site;
        _budget = budget;
    }

    /// <summary>What is followed is rented by the method that runs first.</summary>
    public bool RentsItself => _site is not null;

    /// <summary>The code is too large to finish: then nothing is known.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Runs a member from one world. Not re-entrant.</summary>
    public Run Execute(Member member, FieldWorld start)
    {
        _verdicts = new Verdicts();
        if (member.Body is not { } body) return new Run([], [], _verdicts);
        Frame frame = new(body, null, null);
        List<FieldWorld> exits = Solve(frame, start);
        foreach (FieldWorld world in exits.Concat(frame.Thrown)) world.Forget(frame);
        return new Run(exits, frame.Thrown, _verdicts);
    }

    private List<FieldWorld> Solve(Frame frame, FieldWorld start)
    {
        Frame outer = _frame;
        _frame = frame;
        Arrive(0, start);
        while (frame.Queue.Count > 0 && !IsExhausted)
        {
            int next = frame.Queue.Min;
            frame.Queue.Remove(next);
            if (frame.Body.Graph.Blocks[next].Kind != BasicBlockKind.Exit) Process(frame.Body.Graph.Blocks[next]);
        }

        _frame = outer;
        FieldWorldSet? exit = frame.Inputs[frame.Inputs.Length - 1];
        return exit is null ? [] : [.. exit.All.Select(world => world.Clone())];
    }

    private void Process(BasicBlock block)
    {
        _frame.Current = block;
        List<FieldWorld> worlds = [.. _frame.Inputs[block.Ordinal]!.All.Select(world => world.Clone())];
        foreach (FieldWorld world in worlds) Raise(block, world);
        foreach (IOperation statement in block.Operations)
        {
            FieldWorldSet after = NewSet();
            foreach (FieldWorld world in worlds)
            {
                foreach ((FieldWorld next, _) in Step(statement, world))
                {
                    Raise(block, next);
                    if (!next.Dead) after.Add(next);
                }
            }

            worlds = [.. after.All];
            if (worlds.Count > MaxWorlds) IsExhausted = true;
            if (IsExhausted) return;
        }

        if (block.BranchValue is not { } value)
        {
            foreach (FieldWorld world in worlds) Follow(block.FallThroughSuccessor, world);
            return;
        }

        List<Result> results = [.. worlds.SelectMany(world => Step(value, world))];
        bool disagree = block.ConditionKind != ControlFlowConditionKind.None && Disagree(value, results);
        foreach ((FieldWorld next, Content content) in results)
        {
            Raise(block, next);
            if (next.Dead) continue;
            if (disagree) next.Doubt(_frame.Depth, block.Ordinal);
            Leave(block, value, content, next);
        }
    }

    // Where an undecided test earlier on set what this one asks for, this one is no more certain than that.
    private bool Disagree(IOperation test, List<Result> results)
    {
        bool? first = null;
        bool any = false;
        foreach ((FieldWorld world, Content content) in results)
        {
            if (world.Custody != Custody.Returned || world.Exceptional || world.Dead) continue;
            bool? decided = Decide(test, content, world, out _);
            if (any && decided != first) return true;
            first = decided;
            any = true;
        }

        return false;
    }

    private List<Result> Step(IOperation statement, FieldWorld world)
    {
        if (_budget.Spend()) return Evaluate(statement, world);
        IsExhausted = true;
        return [];
    }

    private void Leave(BasicBlock block, IOperation value, Content content, FieldWorld world)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None)
        {
            if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
            {
                if (_frame.Depth == 0 && content.MayTouchRental) world.Escaped = true;
                world[Place.Result(_frame.Depth)] = content;
            }

            Follow(block.FallThroughSuccessor, world);
            return;
        }

        Split(block, value, content, world, out FieldWorld? whenTrue, out FieldWorld? whenFalse);
        bool jumpsWhenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        if ((jumpsWhenTrue ? whenTrue : whenFalse) is { } jumping) Follow(block.ConditionalSuccessor, jumping);
        if ((jumpsWhenTrue ? whenFalse : whenTrue) is { } falling) Follow(block.FallThroughSuccessor, falling);
    }

    private void Follow(ControlFlowBranch? branch, FieldWorld world)
    {
        switch (branch?.Semantics)
        {
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                Resume(branch, 0, world);
                break;
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                world.ThrownBy ??= branch.Source.BranchValue;
                Raise(branch.Source, world);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling when world.Pending is { } pending:
                world.Pending = pending.Outer;
                world.EndRegion(_frame.Depth, RegionOf(branch.Source));
                if (pending.Branch is { } interrupted) Resume(interrupted, pending.Next, world);
                else Raise(Handler.Around(RegionOf(branch.Source)?.EnclosingRegion), world);
                break;
        }
    }

    private static ControlFlowRegion? RegionOf(BasicBlock end)
    {
        ControlFlowRegion? region = end.EnclosingRegion;
        while (region is not null && region.Kind != ControlFlowRegionKind.Finally) region = region.EnclosingRegion;
        return region;
    }

    private void Resume(ControlFlowBranch branch, int next, FieldWorld world)
    {
        if (next < branch.FinallyRegions.Length)
        {
            world.Pending = Pending.Resume(branch, next + 1, world.Pending);
            Arrive(branch.FinallyRegions[next].FirstBlockOrdinal, world);
        }
        else if (branch.Destination is { } destination)
        {
            Arrive(destination.Ordinal, world);
        }
    }

    private void Raise(BasicBlock block, FieldWorld world) => Raise(_frame.Body.HandlersOf(block), world);

    private void Raise(List<Handler> handlers, FieldWorld world)
    {
        foreach (Handler handler in handlers)
        {
            FieldWorld thrown = world.Clone();
            thrown.Exceptional = true;
            thrown.Dead = false;
            if (!handler.IsFinally) thrown.ThrownBy = null;
            for (int i = 0; i < handler.Leaves; i++) thrown.Pending = thrown.Pending?.Outer;
            if (handler.IsFinally) thrown.Pending = Pending.Unwind(thrown.Pending);
            Arrive(handler.Entry, thrown);
        }

        // Only what a rent or a throw statement raises is certain enough to leave by.
        if (handlers.Count == 0 && world.ThrownBy is not null) _frame.Thrown.Add(world.Clone());
    }

    private void Arrive(int ordinal, FieldWorld world)
    {
        if (world.Doubts.Length > 0) world.Settle(_frame.Depth, ordinal, _frame.Body.PostDominators);
        FieldWorldSet input = _frame.Inputs[ordinal] ??= NewSet();
        if (!input.Add(world)) return;
        if (input.Count > MaxWorlds) IsExhausted = true;
        _frame.Queue.Add(ordinal);
    }

    private FieldWorldSet NewSet() => new(new Place(_slot), Place.Result(_frame.Depth));
}
