using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>
/// Finds variables that are set before an <c>await</c> and used after it. A may-analysis without conditions: a path on
/// which that happens is enough, since any <c>await</c> may go on elsewhere.
/// </summary>
internal sealed class AwaitCrossing
{
    private readonly ControlFlowGraph _graph;
    private readonly PerThreadValues _values;
    private readonly OwnershipModel? _model;
    private readonly ImmutableDictionary<ISymbol, IAwaitOperation?>?[] _inputs;
    private readonly SortedSet<int> _queue = [];
    private readonly Dictionary<ISymbol, (IAwaitOperation Await, IOperation Use)> _found = new(SymbolEqualityComparer.Default);
    private ImmutableDictionary<ISymbol, IAwaitOperation?> _held = Empty;

    private AwaitCrossing(ControlFlowGraph graph, PerThreadValues values, OwnershipModel? model)
    {
        _graph = graph;
        _values = values;
        _model = model;
        _inputs = new ImmutableDictionary<ISymbol, IAwaitOperation?>?[graph.Blocks.Length];
    }

    private static ImmutableDictionary<ISymbol, IAwaitOperation?> Empty { get; } =
        ImmutableDictionary.Create<ISymbol, IAwaitOperation?>(SymbolEqualityComparer.Default);

    /// <summary>For each variable the first <c>await</c> that it is carried across, and a use behind it.</summary>
    public static IReadOnlyDictionary<ISymbol, (IAwaitOperation Await, IOperation Use)> Find(
        ControlFlowGraph graph, ISymbol function, PerThreadValues values, OwnershipModel? model)
    {
        AwaitCrossing crossing = new(graph, values, model);
        crossing.Run(function);
        return crossing._found;
    }

    private void Run(ISymbol function)
    {
        foreach (ISymbol symbol in _values.AtEntry(function)) _held = _held.SetItem(symbol, null);
        Arrive(0);
        while (_queue.Count > 0)
        {
            int next = _queue.Min;
            _queue.Remove(next);
            BasicBlock block = _graph.Blocks[next];
            _held = _inputs[next]!;
            List<Handler> handlers = Handler.Around(block.EnclosingRegion);
            foreach (IOperation operation in block.Operations)
            {
                Throw(handlers);
                Visit(operation);
            }

            if (block.BranchValue is { } value) Visit(value);
            Throw(handlers);
            Follow(block.FallThroughSuccessor);
            Follow(block.ConditionalSuccessor);
        }
    }

    private void Throw(List<Handler> handlers)
    {
        foreach (Handler handler in handlers) Arrive(handler.Entry);
    }

    // What a branch passes on its way is entered like a handler; where several ways share a finally, they all go on from it.
    private void Follow(ControlFlowBranch? branch)
    {
        if (branch is null) return;
        if (branch.FinallyRegions.IsEmpty && branch.Destination is { } destination) Arrive(destination.Ordinal);
        foreach (ControlFlowRegion region in branch.FinallyRegions) Arrive(region.FirstBlockOrdinal);
        if (branch.Semantics != ControlFlowBranchSemantics.StructuredExceptionHandling) return;
        foreach (BasicBlock block in _graph.Blocks)
            foreach (ControlFlowBranch? other in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
                if (other is { Destination: { } resumed } && other.FinallyRegions.Any(region => region.LastBlockOrdinal == branch.Source.Ordinal)) Arrive(resumed.Ordinal);
    }

    private void Arrive(int ordinal)
    {
        if (_inputs[ordinal] is not { } known)
        {
            _inputs[ordinal] = _held;
            _queue.Add(ordinal);
            return;
        }

        ImmutableDictionary<ISymbol, IAwaitOperation?> joined = known;
        foreach (KeyValuePair<ISymbol, IAwaitOperation?> pair in _held)
            if (!joined.TryGetValue(pair.Key, out IAwaitOperation? crossed) || (crossed is null && pair.Value is not null)) joined = joined.SetItem(pair.Key, pair.Value);
        if (ReferenceEquals(joined, known)) return;
        _inputs[ordinal] = joined;
        _queue.Add(ordinal);
    }

    // Children first: an argument that is awaited comes before the call that it is for.
    private void Visit(IOperation operation)
    {
        if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment)
        {
            Visit(assignment.Value);
            _held = _values[target.Local] == PerThreadKind.None || assignment.Value.IsNullConstant() ? _held.Remove(target.Local) : _held.SetItem(target.Local, null);
            return;
        }

        foreach (IOperation child in operation.ChildOperations) Visit(child);
        switch (operation)
        {
            case IAwaitOperation await:
                foreach (KeyValuePair<ISymbol, IAwaitOperation?> pair in _held)
                    if (pair.Value is null) _held = _held.SetItem(pair.Key, await);
                break;
            case IInvocationOperation call:
                Use(call, call.Instance, PerThreadKind.Rental);
                foreach (IArgumentOperation argument in call.Arguments) Use(call, argument.Value, PerThreadKind.Rental);
                if (_model is null) break;
                foreach ((IOperation returned, _) in Returns.In(call, _model)) Use(call, returned, PerThreadKind.None);
                break;
            case IMemberReferenceOperation member: Use(member, member.Instance, PerThreadKind.Rental); break;
            case IArrayElementReferenceOperation element: Use(element, element.ArrayReference, PerThreadKind.Rental); break;
        }
    }

    private void Use(IOperation operation, IOperation? value, PerThreadKind exempt)
    {
        ISymbol? symbol = value?.WithoutConversions() switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };
        if (symbol is null || _values[symbol] is var kind && (kind == PerThreadKind.None || kind == exempt)) return;
        if (!_held.TryGetValue(symbol, out IAwaitOperation? crossed) || crossed is null) return;
        if (!_found.TryGetValue(symbol, out (IAwaitOperation Await, IOperation Use) known) || operation.Syntax.SpanStart < known.Use.Syntax.SpanStart)
            _found[symbol] = (crossed, operation);
    }
}
