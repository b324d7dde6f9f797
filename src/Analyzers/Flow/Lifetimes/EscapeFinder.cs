using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>Finds in one function where something tied to a rental is returned, stored or started.</summary>
internal sealed class EscapeFinder
{
    private readonly ControlFlowGraph _graph;
    private readonly Ties _ties;
    private readonly bool _isAsync;
    private readonly List<Escape> _found = [];
    private readonly HashSet<ISymbol> _emptied = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _asked = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _returned = new(SymbolEqualityComparer.Default);

    private EscapeFinder(ControlFlowGraph graph, Ties ties, bool isAsync)
    {
        _graph = graph;
        _ties = ties;
        _isAsync = isAsync;
    }

    public static IReadOnlyList<Escape> Find(ControlFlowGraph graph, Ties ties, bool isAsync)
    {
        EscapeFinder finder = new(graph, ties, isAsync);
        foreach (BasicBlock block in graph.Blocks) finder.NoteCare(block);
        foreach (BasicBlock block in graph.Blocks) finder.Visit(block);
        return finder._found;
    }

    // A place that the function also empties or fills with something else holds the rental for a while only.
    private void NoteCare(BasicBlock block)
    {
        foreach (IOperation operation in Statements(block).SelectMany(statement => statement.DescendantsAndSelf()))
        {
            switch (operation)
            {
                case IAssignmentOperation assignment when Outlives.HolderOf(assignment.Target) is { } holder && _ties.Of(assignment.Value) == Tie.None:
                    _emptied.Add(holder);
                    break;
                case ISimpleAssignmentOperation { Target: IParameterReferenceOperation { Parameter: { RefKind: RefKind.Out or RefKind.Ref } parameter } } assignment
                    when !LocalRental.IsNothing(assignment.Value) && _ties.Of(assignment.Value) == Tie.None:
                    _emptied.Add(parameter);
                    break;
                case IEventAssignmentOperation { Adds: false, EventReference: IEventReferenceOperation { Event: { } @event } }:
                    _emptied.Add(@event);
                    break;
                case IInvocationOperation { Instance: { } receiver, TargetMethod.Name: "Remove" or "RemoveAt" or "RemoveAll" or "TryRemove" or "Clear" or "Dequeue" or "TryDequeue" or "Pop" or "TryPop" or "TryTake" or "Take" }
                    when ReceiverOf(receiver) is { } holder:
                    _emptied.Add(holder);
                    break;
                case IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully", Instance: ILocalReferenceOperation { Local: { } task } }:
                    _asked.Add(task);
                    break;
                // Handed on by reference: somebody else may empty it.
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when Outlives.HolderOf(argument.Value) is { } holder:
                    _emptied.Add(holder);
                    break;
            }
        }

        if (block is { BranchValue: { } value, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return })
            NoteReturned(value);
    }

    // An argument of a call, or what a member is read from, is not returned by that.
    private void NoteReturned(IOperation value)
    {
        switch (value.WithoutConversions())
        {
            case ILocalReferenceOperation local:
                _returned.Add(local.Local);
                break;
            case ITupleOperation tuple:
                foreach (IOperation element in tuple.Elements) NoteReturned(element);
                break;
            case IObjectCreationOperation creation:
                foreach (IArgumentOperation argument in creation.Arguments) NoteReturned(argument.Value);
                break;
            case IInvocationOperation { TargetMethod.Name: "FromResult" or "AsReadOnly" or "ToArray" or "ToList" } call:
                if (call.Instance is not null) NoteReturned(call.Instance);
                else if (call.Arguments.Length == 1) NoteReturned(call.Arguments[0].Value);
                break;
        }
    }

    private void Visit(BasicBlock block)
    {
        for (int i = 0; i < block.Operations.Length; i++)
        {
            foreach (IOperation operation in block.Operations[i].DescendantsAndSelf()) Visit(operation, block, i);
        }

        if (block.BranchValue is not { } value) return;
        foreach (IOperation operation in value.DescendantsAndSelf()) Visit(operation, block, block.Operations.Length);
        if (block.ConditionKind != ControlFlowConditionKind.None || block.FallThroughSuccessor?.Semantics != ControlFlowBranchSemantics.Return) return;
        Tie tie = _ties.Of(value);
        // A task that the code has seen complete outlives nothing.
        if (tie == Tie.Task && value.WithoutConversions() is ILocalReferenceOperation { Local: var task } && _asked.Contains(task)) return;
        if (tie != Tie.None && !(tie == Tie.Task && _isAsync)) _found.Add(new Escape(value, EscapeRoute.Returned, tie, block, block.Operations.Length));
    }

    private void Visit(IOperation operation, BasicBlock block, int index)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { Value: { } value } assignment when Outlives.HolderOf(assignment.Target) is { } holder:
                Store(value, holder, operation, block, index);
                break;
            case ISimpleAssignmentOperation { Target: IParameterReferenceOperation { Parameter: { RefKind: RefKind.Out or RefKind.Ref } parameter } } assignment:
                Store(assignment.Value, parameter, operation, block, index);
                break;
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: ILocalReferenceOperation { Local: { IsRef: false, Type: { IsRefLikeType: false } } built } } } assignment
                when _returned.Contains(built) && assignment.Target is not IPropertyReferenceOperation { Arguments.IsEmpty: false }:
                Store(assignment.Value, built, operation, block, index);
                break;
            case IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { } @event } } subscription:
                Store(subscription.HandlerValue, @event, operation, block, index);
                break;
            case IInvocationOperation { Instance: { } receiver, TargetMethod.Name: "Add" or "TryAdd" or "Enqueue" or "Push" or "Insert" or "AddLast" or "AddFirst" or "SetItem" } call
                when Outlives.IsCollection(receiver.Type) && ReceiverOf(receiver) is { } holder:
                foreach (IArgumentOperation argument in call.Arguments) Store(argument.Value, holder, operation, block, index);
                break;
            case IInvocationOperation call when _ties.Of(call) == Tie.Task:
                Start(call, block, index);
                break;
            case IInvocationOperation { TargetMethod: { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType.Name: "ThreadPool" } } call:
                if (call.Arguments.Any(argument => _ties.Of(argument.Value) is not (Tie.None or Tie.Task))) _found.Add(new Escape(call, EscapeRoute.Started, Tie.Delegate, block, index));
                break;
            case IObjectCreationOperation { Type: { Name: "Thread" or "Timer", ContainingNamespace.Name: "Threading" } } creation:
                if (creation.Arguments.Any(argument => _ties.Of(argument.Value) == Tie.Delegate)) _found.Add(new Escape(creation, EscapeRoute.Started, Tie.Delegate, block, index));
                break;
        }
    }

    private void Store(IOperation value, ISymbol holder, IOperation place, BasicBlock block, int index)
    {
        if (_emptied.Contains(holder)) return;
        Tie tie = _ties.Of(value);
        if (tie is not (Tie.None or Tie.Task)) _found.Add(new Escape(place, EscapeRoute.Stored, tie, block, index));
    }

    // What nobody waits for where it is started: a task that is dropped, or put into a local.
    private void Start(IInvocationOperation call, BasicBlock block, int index)
    {
        IOperation value = call;
        while (value.Parent is IConversionOperation) value = value.Parent;
        switch (value.Parent)
        {
            // A method that is not named or written as an operation may have ended it before it returns, as one with a synchronous mode does.
            case null or IExpressionStatementOperation when !TaskTypes.Starts(call.TargetMethod): break;
            case null or IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                if (value.Parent is null && index == block.Operations.Length) return;
                _found.Add(new Escape(call, EscapeRoute.Started, Tie.Task, block, index));
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }:
                _found.Add(new Escape(call, EscapeRoute.Started, Tie.Task, block, index, target.Local));
                break;
        }
    }

    // A collection that the function makes and returns outlives it as well.
    private ISymbol? ReceiverOf(IOperation receiver) => receiver.WithoutConversions() is ILocalReferenceOperation local
        ? _returned.Contains(local.Local) ? local.Local : null
        : Outlives.HolderOf(receiver);

    private static IEnumerable<IOperation> Statements(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations;
}
