using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Spreads the worlds of one site over one graph until nothing changes, then looks at what they show.</summary>
internal sealed class Solver
{
    private const int MaxWorlds = 64;

    private readonly GraphFacts _facts;
    private readonly ControlFlowGraph _graph;
    private readonly Site _site;
    private readonly Evaluator _evaluator;
    private readonly Budget _budget;
    private readonly WorldSet?[] _inputs;
    private readonly SortedSet<int> _queue = [];
    private readonly bool[]? _bypassed;
    private bool _observing;
    private bool _exhausted;

    public Solver(GraphFacts facts, Site site, Evaluator evaluator, Budget budget, bool[]? bypassed)
    {
        _facts = facts;
        _graph = facts.Graph;
        _site = site;
        _evaluator = evaluator;
        _budget = budget;
        _bypassed = bypassed;
        _inputs = new WorldSet?[_graph.Blocks.Length];
        Bypassed = new bool[_graph.Blocks.Length];
    }

    /// <summary>Normal exits with the rental in hand.</summary>
    public List<Leak> Leaks { get; } = [];

    /// <summary>All ways out of the body, known after <see cref="Observe"/>.</summary>
    public List<Exit> Exits { get; } = [];

    /// <summary>Normal exits where nobody but native code has the rental.</summary>
    public List<Leak> NativeLeaks { get; } = [];

    /// <summary>On some path the rental is returned, or somebody gets it who may return it.</summary>
    public bool IsHandledSomewhere { get; private set; }

    /// <summary>Exits by an exception with the rental in hand.</summary>
    public List<Leak> ThrowingLeaks { get; } = [];

    /// <summary>Some path ends with the rental returned.</summary>
    public bool EndsReturned { get; private set; }

    /// <summary>Runs to the end. False where the graph is too large to finish: then nothing is known.</summary>
    public bool Solve()
    {
        World start = new();
        if (_site.Parameter is { } parameter)
        {
            start.Custody = Custody.Rented;
            start.Escaped = _site.IsForeign;
            start[new Variable(parameter)] = Value.Rental;
        }

        Arrive(0, start);
        while (_queue.Count > 0 && !_exhausted)
        {
            int next = _queue.Min;
            _queue.Remove(next);
            Process(_graph.Blocks[next]);
        }

        return !_exhausted;
    }

    /// <summary>Goes once more over the finished worlds and notes uses, returns and leaks.</summary>
    public void Observe(Observations observations)
    {
        _observing = true;
        _evaluator.Observations = observations;
        foreach (BasicBlock block in _graph.Blocks)
            if (_inputs[block.Ordinal] is not null) Process(block);
        _evaluator.Observations = null;
    }

    /// <summary>For each block, whether paths that went around the site reach its end. Known after <see cref="Observe"/>.</summary>
    public bool[] Bypassed { get; }

    private void Process(BasicBlock block)
    {
        List<(World World, Value Result)> worlds = [], before = [];
        foreach (World world in _inputs[block.Ordinal]!.All) worlds.Add((world.Clone(), Value.Other));
        foreach ((World world, _) in worlds) Raise(block, world);
        int statements = block.Operations.Length + (block.BranchValue is null ? 0 : 1);
        for (int i = 0; i < statements; i++)
        {
            (worlds, before) = (before, worlds);
            worlds.Clear();
            foreach ((World world, _) in before) Step(i < block.Operations.Length ? block.Operations[i] : block.BranchValue!, block, i, world, worlds);
        }

        foreach ((World world, Value result) in worlds)
        {
            if (block.BranchValue is { } value) Leave(block, value, result, world);
            else Follow(block.FallThroughSuccessor, world);
        }
    }

    // Carries the world over the statement and adds what becomes of it: at the site, both the run that is followed and one that is not.
    private void Step(IOperation statement, BasicBlock block, int index, World world, List<(World World, Value Result)> after)
    {
        if (!_budget.Spend())
        {
            _exhausted = true;
            return;
        }

        bool held = world is { Custody: Custody.Rented, Escaped: false };
        if (_evaluator.Replaces(statement, world)) Raise(HandlersOf(block), world, shown: true);
        bool isSite = ReferenceEquals(block, _site.Block) && index == _site.Index && world.Custody == Custody.NotRented;
        World? other = isSite ? world.Clone() : null;
        _evaluator.Follows = isSite;
        Value result = _evaluator.Evaluate(statement, world);
        _evaluator.Follows = false;
        Raise(block, world);
        if (held && _observing && world is { Custody: Custody.Rented, Escaped: false, Dead: false } && HandlersOf(block).Count == 0 && _evaluator.MayThrow(statement))
            LeakByThrow(statement, world);
        if (!world.Dead) after.Add((world, result));
        if (other is null) return;
        result = _evaluator.Evaluate(statement, other);
        if (!other.Dead) after.Add((other, result));
    }

    private void Leave(BasicBlock block, IOperation value, Value result, World world)
    {
        Bypassed[block.Ordinal] |= world is { Custody: Custody.NotRented, Passed: false };
        if (block.ConditionKind == ControlFlowConditionKind.None)
        {
            bool returns = block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return;
            if (returns) world.Result = result;
            if ((!returns && result.MayTouchRental()) || (value.Syntax.Parent is RefExpressionSyntax && _evaluator.Reaches(value, world))) world.Escape();
            Follow(block.FallThroughSuccessor, world);
            return;
        }

        DoubtLevel doubts = _bypassed is null ? DoubtLevel.None
            : _bypassed[block.Ordinal] ? DoubtLevel.AboutCause : DoubtLevel.AboutRental;
        _evaluator.Split(value, result, world, doubts, out World? whenTrue, out World? whenFalse);
        if (whenTrue is { Custody: Custody.Returned } && whenFalse is not null && !value.IsImplicit) whenTrue.Stale = whenFalse.Stale = true;
        bool jumpsWhenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        if ((jumpsWhenTrue ? whenTrue : whenFalse) is { } jumping) Follow(block.ConditionalSuccessor, jumping);
        if ((jumpsWhenTrue ? whenFalse : whenTrue) is { } falling) Follow(block.FallThroughSuccessor, falling);
    }

    private void Follow(ControlFlowBranch? branch, World world)
    {
        switch (branch?.Semantics)
        {
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                Resume(branch, 0, world);
                break;
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                if (HandlersOf(branch.Source).Count == 0) LeakByThrow(branch.Source.BranchValue, world);
                Raise(HandlersOf(branch.Source), world, shown: true);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling when world.Pending is { } pending:
                world.Pending = pending.Outer;
                if (pending.Branch is { } interrupted) Resume(interrupted, pending.Next, world);
                else Unwind(branch.Source, world);
                break;
        }
    }

    private void Resume(ControlFlowBranch branch, int next, World world)
    {
        if (next < branch.FinallyRegions.Length)
        {
            world.Pending = Pending.Resume(branch, next + 1, world.Pending);
            Arrive(branch.FinallyRegions[next].FirstBlockOrdinal, world);
        }
        else if (branch.Destination is { } destination)
        {
            if (destination.Kind == BasicBlockKind.Exit) End(branch, world);
            Arrive(destination.Ordinal, world);
        }
    }

    private void End(ControlFlowBranch branch, World world)
    {
        if (!_observing) return;
        Exits.Add(new Exit(world));
        if (world is { Custody: Custody.Rented, LentAt: { } lent, Exceptional: false, Doubtful: false, DoubtsReturn: false, LostAt: null } && !world.Result.MayTouchRental())
            NativeLeaks.Add(new Leak(lent, null));
        else if (!world.Exceptional && (world.Custody is Custody.Returned or Custody.MaybeReturned || world.Escaped || world.Result.MayTouchRental()))
            IsHandledSomewhere = true;
        // What is handed to the caller is the caller's.
        if (world.Result.MayTouchRental()) return;
        EndsReturned |= world.Custody is Custody.Returned or Custody.MaybeReturned;
        if (world is { Custody: Custody.Rented, Escaped: false, Exceptional: false, Doubtful: false } && (!world.DoubtsReturn || world.LostAt is not null))
            Leaks.Add(new Leak(branch.Source.BranchValue, world.LostAt));
        if (world is { Custody: Custody.Rented, Escaped: false, Exceptional: true }) LeakByThrow(null, world);
    }

    private void LeakByThrow(IOperation? thrower, World world)
    {
        if (_observing && world is { Custody: Custody.Rented, Escaped: false, Doubtful: false, DoubtsReturn: false, LostAt: null })
            ThrowingLeaks.Add(new Leak(thrower, null));
    }

    private List<Handler> HandlersOf(BasicBlock block) => _facts.HandlersOf(block);

    private void Raise(BasicBlock block, World world)
    {
        List<Handler> handlers = HandlersOf(block);
        if (handlers.Count > 0) Raise(handlers, world, shown: false, _facts.MayThrow(block));
    }

    private void Unwind(BasicBlock end, World world)
    {
        ControlFlowRegion? region = end.EnclosingRegion;
        while (region is not null && region.Kind != ControlFlowRegionKind.Finally) region = region.EnclosingRegion;
        List<Handler> handlers = Handler.Around(region?.EnclosingRegion);
        if (handlers.Count == 0) LeakByThrow(null, world);
        Raise(handlers, world, shown: true);
    }

    // Shown: the code itself says that it is here that something throws.
    private void Raise(List<Handler> handlers, World world, bool shown, bool likely = true)
    {
        if (_observing) return;
        foreach (Handler handler in handlers)
        {
            World thrown = world.Clone();
            thrown.Exceptional = true;
            thrown.Stale |= !shown && world.Custody == Custody.Returned;
            thrown.DoubtsReturn |= !shown && !likely;
            thrown.Dead = false;
            for (int i = 0; i < handler.Leaves; i++) thrown.Pending = thrown.Pending?.Outer;
            if (handler.IsFinally) thrown.Pending = Pending.Unwind(thrown.Pending);
            Arrive(handler.Entry, thrown);
        }
    }

    private void Arrive(int ordinal, World world)
    {
        if (_observing) return;
        world.Keep(_facts.CapturesAt(ordinal));
        WorldSet input = _inputs[ordinal] ??= new WorldSet();
        if (!input.Add(world)) return;
        if (input.Count > MaxWorlds) _exhausted = true;
        _queue.Add(ordinal);
    }
}
