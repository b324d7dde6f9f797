using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>What the members of one type put into thread-static and async-local state, and whether they take care of it.</summary>
internal sealed class ThreadStateUse
{
    private readonly OwnershipModel _model;
    private readonly ConcurrentQueue<(IFieldSymbol Slot, IOperation Value)> _stores = [];
    private readonly ConcurrentDictionary<ISymbol, bool> _returned = new(SymbolEqualityComparer.Default);

    public ThreadStateUse(OwnershipModel model) => _model = model;

    public IEnumerable<(IFieldSymbol Slot, IOperation Value)> Kept => _stores.Where(store => !_returned.ContainsKey(store.Slot));

    public void Store(IAssignmentOperation assignment)
    {
        IOperation target = assignment is ICoalesceAssignmentOperation coalesce ? coalesce.Target : assignment.Target;
        if (ThreadSlots.SlotOf(target) is { } slot) Keep(slot, assignment.Value);
    }

    /// <summary><c>new ThreadLocal&lt;T&gt;(() =&gt; ...)</c>, assigned to a field.</summary>
    public void Create(IObjectCreationOperation creation)
    {
        if (creation.Type is null || !ThreadSlots.IsLocalOfThread(creation.Type) || creation.Arguments.IsEmpty || SlotSetBy(creation) is not { } slot) return;
        if (Delegates.BodyOf(creation.Arguments[0].Value) is not IAnonymousFunctionOperation factory) return;
        foreach (IOperation operation in factory.Body.Descendants())
            if (operation is IReturnOperation { ReturnedValue: { } value }) Keep(slot, value);
    }

    public void Call(IInvocationOperation call)
    {
        foreach ((IOperation value, _) in Returns.In(call, _model)) Returned(value);
        if (call is { TargetMethod: { Name: "Dispose", Parameters.IsEmpty: true }, Instance: { } instance }) Returned(instance);
    }

    // ThreadLocal.Values is how an owner gets at all of them.
    public void Read(IPropertyReferenceOperation property)
    {
        if (property is { Property.Name: "Values", Instance: IFieldReferenceOperation { Field: { } field } } && ThreadSlots.IsLocalOfThread(field.Type))
            _returned.TryAdd(field, true);
    }

    private void Returned(IOperation value)
    {
        value = value.WithoutConversions();
        if (value is IConditionalAccessInstanceOperation)
        {
            for (IOperation? parent = value.Parent; parent is not null; parent = parent.Parent)
            {
                if (parent is not IConditionalAccessOperation access) continue;
                value = access.Operation.WithoutConversions();
                break;
            }
        }

        if (ThreadSlots.SlotOf(value) is { } slot) _returned.TryAdd(slot, true);
        if (value is not ILocalReferenceOperation { Local: { } local }) return;
        foreach (IOperation operation in Delegates.Root(value).Descendants())
        {
            IOperation? source = operation switch
            {
                IVariableDeclaratorOperation declarator when Is(declarator.Symbol) => declarator.Initializer?.Value,
                IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local) => assignment.Value,
                IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } declared } } pattern when Is(declared) => pattern.Value,
                IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: { } declared } } pattern when Is(declared) => pattern.Value,
                _ => null,
            };
            if (source is not null && ThreadSlots.SlotOf(source.WithoutConversions()) is { } found) _returned.TryAdd(found, true);
        }

        bool Is(ISymbol other) => SymbolEqualityComparer.Default.Equals(other, local);
    }

    private void Keep(IFieldSymbol slot, IOperation value)
    {
        value = value.WithoutConversions();
        if (value is ICoalesceOperation coalesce) value = coalesce.WhenNull.WithoutConversions();
        if (value.IsNullConstant() || value.ConstantValue.HasValue || value is IDefaultValueOperation) return;
        bool rented = RentedLocals.Rents(value, _model);
        if (value is ILocalReferenceOperation { Local: { } local }) rented = RentedLocals.IsRented(local, value, _model);
        bool bound = Affinity.IsBoundToItsThread(value.Type);
        bool wrong = bound || rented || (OwnershipModel.IsHandle(value.Type) && !ThreadSlots.Flows(slot));
        if (wrong) _stores.Enqueue((slot, value));
    }

    private static IFieldSymbol? SlotSetBy(IObjectCreationOperation creation)
    {
        IOperation? parent = creation.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent switch
        {
            IFieldInitializerOperation { InitializedFields: { IsEmpty: false } fields } => fields[0],
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation target } => target.Field,
            _ => null,
        };
    }
}
