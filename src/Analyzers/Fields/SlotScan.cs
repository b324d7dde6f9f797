using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>Reads off the operations of a type what becomes of each slot, without following paths.</summary>
internal sealed class SlotScan
{
    private const int MaxAliases = 3;

    private readonly TypeBodies _type;
    private readonly FieldOwnership _ownership;
    private readonly Dictionary<ISymbol, SlotUse> _uses = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<Member, MemberUse> _members = [];

    public SlotScan(TypeBodies type, FieldOwnership ownership)
    {
        _type = type;
        _ownership = ownership;
        foreach (Member member in type.Members)
        {
            MemberUse use = new();
            _members.Add(member, use);
            foreach (IOperation block in member.Blocks)
                foreach (IOperation operation in block.DescendantsAndSelf()) Visit(operation, member, use);
        }

        foreach (KeyValuePair<ISymbol, SlotUse> slot in _uses)
            if (type.IsNamedByNestedType(slot.Key)) slot.Value.IsWild = slot.Value.MayLeave = true;
    }

    public IEnumerable<KeyValuePair<ISymbol, SlotUse>> Slots => _uses;

    public MemberUse this[Member member] => _members[member];

    private void Visit(IOperation operation, Member member, MemberUse memberUse)
    {
        if (operation is IFieldInitializerOperation or IPropertyInitializerOperation)
        {
            ISymbolInitializerOperation initializer = (ISymbolInitializerOperation)operation;
            if (_type.SlotOf(member.Symbol) is { } initialized) UseOf(initialized).Stores.Add((member, initializer.Value));
            return;
        }

        if (operation is IInvocationOperation call)
        {
            if (_ownership.AcquiredBy(call) is not null) memberUse.Acquires.Add(call);
            if (_ownership.ReleasedBy(call) is not null) memberUse.Releases = true;
            memberUse.Calls.Add(call.TargetMethod.OriginalDefinition);
            return;
        }

        if (operation is IPropertyReferenceOperation property)
        {
            if (property.Property.GetMethod is { } getter) memberUse.Calls.Add(getter.OriginalDefinition);
            if (property.Property.SetMethod is { } setter) memberUse.Calls.Add(setter.OriginalDefinition);
        }

        if (_type.SlotOf(operation) is { } slot)
        {
            memberUse.Slots.Add(slot);
            SlotUse use = UseOf(slot);
            NoteStore(operation, member, use);
            if (Leaves(operation, member, MaxAliases)) use.MayLeave = true;
            if (IsInLambda(operation) && !IsPlainRead(operation)) use.IsWild = true;
        }
        else if (_type.ForeignSlotOf(operation) is { } foreign && (!IsPlainRead(operation) || Leaves(operation, member, 0)))
        {
            SlotUse use = UseOf(foreign);
            use.MayLeave = true;
            use.IsWild |= !IsPlainRead(operation);
        }
    }

    private SlotUse UseOf(ISymbol slot)
    {
        if (!_uses.TryGetValue(slot, out SlotUse? use)) _uses.Add(slot, use = new SlotUse());
        return use;
    }

    private void NoteStore(IOperation reference, Member member, SlotUse use)
    {
        switch (reference.Parent)
        {
            case ISimpleAssignmentOperation assignment when ReferenceEquals(assignment.Target, reference):
                use.Stores.Add((member, assignment.Value));
                break;
            case ICoalesceAssignmentOperation assignment when ReferenceEquals(assignment.Target, reference):
                use.Stores.Add((member, assignment.Value));
                break;
            case ISimpleAssignmentOperation { IsRef: true }:
                use.IsWild = true;
                break;
            case IAssignmentOperation assignment when ReferenceEquals(assignment.Target, reference):
            case IIncrementOrDecrementOperation or ITupleOperation:
                use.Stores.Add((member, reference.Parent));
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: "Interlocked" or "Volatile" } } call }:
                if (call.Arguments.Length > 1) use.Stores.Add((member, call.Arguments[1].Value));
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                use.Stores.Add((member, reference.Parent));
                break;
            case IAddressOfOperation:
                use.IsWild = true;
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } }:
                use.IsWild = true;
                break;
            case IReturnOperation when member.Method is { RefKind: not RefKind.None }:
                use.IsWild = true;
                break;
        }

        IInvocationOperation? release = Outside(ref reference, out _) switch
        {
            IArgumentOperation { Parent: IInvocationOperation passed } => passed,
            IInvocationOperation own => own,
            _ => null,
        };
        if (release is not null && ReferenceEquals(_ownership.ReleasedBy(release)?.WithoutConversions(), reference)) use.Releases.Add(release);
    }

    /// <summary>Whether somebody may get hold of the value who could return it.</summary>
    private bool Leaves(IOperation reference, Member member, int aliases)
    {
        IOperation? outside = Outside(ref reference, out bool isView);
        if (isView) return false;
        switch (outside)
        {
            case ISimpleAssignmentOperation assignment when ReferenceEquals(assignment.Target, reference): return false;
            case ICoalesceAssignmentOperation assignment when ReferenceEquals(assignment.Target, reference): return outside.Parent is not IExpressionStatementOperation;
            case IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation or IPropertyReferenceOperation or IFieldReferenceOperation:
            case IExpressionStatementOperation or INameOfOperation or IIsTypeOperation:
                return false;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }: return false;
            case IIsPatternOperation pattern: return pattern.Pattern.DescendantsAndSelf().Any(part => part is IDeclarationPatternOperation or IRecursivePatternOperation { DeclaredSymbol: not null });
            case IForEachLoopOperation: return false;
            // Following a pointer has no kind of its own.
            case { Kind: OperationKind.None } when reference.Type is IPointerTypeSymbol: return false;
            case IInvocationOperation call: return _ownership.ReleasedBy(call) is not null || call.TargetMethod.Name is "GetEnumerator" or "CreateMemoryManager";
            case IArgumentOperation { Parameter: { RefKind: RefKind.None or RefKind.In } parameter } argument:
                return IsReleased(argument) || !_ownership.Borrows(parameter) && !(parameter.ContainingSymbol is IMethodSymbol called && Views.Makes(called)) && !(argument.Parent is IObjectCreationOperation { Type: { } made } && Views.IsView(made));
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when aliases > 0:
                return member.Blocks.SelectMany(block => block.Descendants()).OfType<ILocalReferenceOperation>()
                    .Any(local => SymbolEqualityComparer.Default.Equals(local.Local, declarator.Symbol) && Leaves(local, member, aliases - 1));
            default: return true;
        }
    }

    private bool IsReleased(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation call && ReferenceEquals(_ownership.ReleasedBy(call), argument.Value);

    private bool IsPlainRead(IOperation reference) => Outside(ref reference, out bool isView) switch
    {
        _ when isView => true,
        IAssignmentOperation assignment => !ReferenceEquals(assignment.Target, reference),
        IIncrementOrDecrementOperation or IAddressOfOperation or ITupleOperation => false,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => false,
        IArgumentOperation { Parent: IInvocationOperation call } => _ownership.ReleasedBy(call) is not { } released || !ReferenceEquals(released.WithoutConversions(), reference),
        IInvocationOperation call => _ownership.ReleasedBy(call) is null,
        _ => true,
    };

    // After `?.` the value goes by another name.
    private static IOperation? Outside(ref IOperation reference, out bool isView)
    {
        isView = false;
        IOperation? outside = reference.Parent;
        if (outside is IConditionalAccessOperation access && ReferenceEquals(access.Operation, reference))
        {
            IOperation? inner = access.WhenNotNull.DescendantsAndSelf().FirstOrDefault(part => part is IConditionalAccessInstanceOperation);
            if (inner is not null) reference = inner;
            outside = reference.Parent;
        }

        for (; outside is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation || outside is IConversionOperation conversion && Views.IsView(conversion.Type); outside = outside.Parent)
            isView |= Views.IsView(outside.Type) && !Addresses.IsAddress(outside.Type);
        return outside;
    }

    private static bool IsInLambda(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation) return true;
        return false;
    }
}
