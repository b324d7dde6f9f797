using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Why a value belongs to one thread.</summary>
internal enum PerThreadKind : byte
{
    None,

    /// <summary>Its type is for the thread that made it.</summary>
    Bound,

    /// <summary>It was read from a thread-static field or a <c>ThreadLocal</c>: each thread has one and goes on using it.</summary>
    Slot,

    /// <summary>It was rented from a per-thread cache; only its return cares.</summary>
    Rental,
}

/// <summary>The variables of one member that hold something which belongs to one thread.</summary>
internal sealed class PerThreadValues
{
    private readonly OwnershipModel? _model;
    private readonly BoundTypes _bound;
    private readonly Dictionary<ISymbol, PerThreadKind> _kinds = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _emptied = new(SymbolEqualityComparer.Default);

    public PerThreadValues(IEnumerable<IOperation> blocks, OwnershipModel? model, BoundTypes bound)
    {
        _model = model;
        _bound = bound;
        List<(ISymbol Local, IOperation Value)> sources = [];
        foreach (IOperation block in blocks)
            foreach (IOperation operation in block.DescendantsAndSelf())
                Scan(operation, sources);
        foreach ((ISymbol local, IOperation value) in sources) Merge(local, KindOf(value));
    }

    public bool Any
    {
        get
        {
            foreach (PerThreadKind kind in _kinds.Values)
                if (kind != PerThreadKind.None) return true;
            return false;
        }
    }

    public PerThreadKind this[ISymbol symbol] => _kinds.TryGetValue(symbol, out PerThreadKind kind) ? kind : PerThreadKind.None;

    /// <summary>Variables that hold their value from the start of <paramref name="function"/>.</summary>
    public IEnumerable<ISymbol> AtEntry(ISymbol function) => _kinds
        .Where(pair => pair.Value != PerThreadKind.None && (pair.Key is IFieldSymbol
            ? SymbolEqualityComparer.Default.Equals(pair.Key.ContainingType, function.ContainingSymbol)
            : pair.Key is IParameterSymbol && SymbolEqualityComparer.Default.Equals(pair.Key.ContainingSymbol, function)))
        .Select(pair => pair.Key);

    private void Scan(IOperation operation, List<(ISymbol, IOperation)> sources)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                sources.Add((declarator.Symbol, value));
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                sources.Add((target.Local, assignment.Value));
                break;
            // Whoever takes the object and leaves the slot empty has it alone.
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation slot } assignment when assignment.Value.IsNullConstant():
                _emptied.Add(slot.Member is IPropertySymbol && slot.Instance is IMemberReferenceOperation holder ? holder.Member : slot.Member);
                break;
            case IParameterReferenceOperation { Parameter: { } parameter } when _bound.Contains(parameter.Type):
                _kinds[parameter] = PerThreadKind.Bound;
                break;
            case IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: false } field, Instance: IInstanceReferenceOperation } when _bound.Contains(field.Type):
                _kinds[field] = PerThreadKind.Bound;
                break;
        }
    }

    // A local that also gets values of unknown origin is left alone.
    private void Merge(ISymbol local, PerThreadKind? kind)
    {
        if (kind is not { } found) return;
        if (_bound.Contains(((ILocalSymbol)local).Type)) found = PerThreadKind.Bound;
        _kinds[local] = _kinds.TryGetValue(local, out PerThreadKind known) && known != found ? PerThreadKind.None : found;
    }

    private PerThreadKind? KindOf(IOperation value)
    {
        value = value.WithoutConversions();
        if (value.IsNullConstant()) return null;
        switch (value)
        {
            case IConditionalOperation { WhenFalse: { } other } choice:
                return KindOf(choice.WhenTrue) is { } kind && kind != PerThreadKind.None ? kind : KindOf(other);
            case ICoalesceOperation coalesce: return KindOf(coalesce.Value);
            case IAssignmentOperation assignment: return KindOf(assignment.Target);
            case IInvocationOperation call when _model?.AcquiredBy(call.TargetMethod) is { OutParameter: < 0 } && Affinity.IsPerThread(call.Type): return PerThreadKind.Rental;
        }

        return ThreadSlots.SlotOf(value) is { } slot && ThreadSlots.IsBuffer(value.Type) && !_emptied.Contains(slot) && !ThreadSlots.Flows(slot)
            ? PerThreadKind.Slot
            : PerThreadKind.None;
    }
}
