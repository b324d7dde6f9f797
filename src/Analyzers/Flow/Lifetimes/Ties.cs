using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>Says of each value in a function how it is tied to one rental. Without regard to paths: a local counts only
/// if everything that is ever put into it is tied.</summary>
internal sealed class Ties
{
    private const int MaxDepth = 16;

    private readonly LocalRental _rental;
    private readonly RootVariables _variables;
    private readonly FunctionMap _functions;
    private readonly ILookup<CaptureId, IOperation> _captures;
    private readonly ILookup<CaptureId, IOperation> _members;
    private readonly Dictionary<ISymbol, Tie> _locals = new(SymbolEqualityComparer.Default);

    public Ties(LocalRental rental, RootVariables variables, FunctionMap functions, IReadOnlyList<IOperation> operations)
    {
        _rental = rental;
        _variables = variables;
        _functions = functions;
        _captures = operations.OfType<IFlowCaptureOperation>().ToLookup(capture => capture.Id, capture => capture.Value);
        // A graph sets the members of an object initializer one by one.
        _members = operations.OfType<ISimpleAssignmentOperation>()
            .Where(assignment => assignment.Target is IMemberReferenceOperation { Instance: IFlowCaptureReferenceOperation })
            .ToLookup(assignment => ((IFlowCaptureReferenceOperation)((IMemberReferenceOperation)assignment.Target).Instance!).Id, assignment => assignment.Value);
    }

    public Tie Of(IOperation? value) => Of(value, 0);

    private Tie Of(IOperation? value, int depth)
    {
        if (value is null || depth > MaxDepth || value.ConstantValue.HasValue) return Tie.None;
        switch (value)
        {
            case ILocalReferenceOperation local: return OfLocal(local.Local, depth);
            case IFlowCaptureReferenceOperation capture:
                Tie own = Strongest(_captures[capture.Id], depth);
                return own != Tie.None || Strongest(_members[capture.Id], depth) is Tie.None or Tie.Task ? own : Tie.Holder;
            case IDeclarationExpressionOperation declaration: return Of(declaration.Expression, depth + 1);
            case IParenthesizedOperation parenthesized: return Of(parenthesized.Operand, depth + 1);
            case IConversionOperation conversion: return Convert(conversion, depth);
            case IConditionalOperation { WhenFalse: { } other } choice: return Strongest([choice.WhenTrue, other], depth);
            case ICoalesceOperation coalesce: return Strongest([coalesce.Value, coalesce.WhenNull], depth);
            case ISimpleAssignmentOperation assignment: return Of(assignment.Value, depth + 1);
            case ITupleOperation tuple: return Strongest(tuple.Elements, depth);
            case IDelegateCreationOperation creation: return OfDelegate(creation.Target, depth);
            case IObjectCreationOperation creation: return OfObject(creation, depth);
            case IInvocationOperation call: return OfCall(call, depth);
            case IPropertyReferenceOperation property: return OfProperty(property, depth);
            case IImplicitIndexerReferenceOperation indexer when Views.IsView(indexer.Type): return AsView(Of(indexer.Instance, depth + 1));
            case IBinaryOperation binary when Addresses.IsAddress(binary.Type): return AsView(Strongest([binary.LeftOperand, binary.RightOperand], depth));
            // The pointer that `fixed` makes has no kind of its own.
            case { Kind: OperationKind.None, Type: IPointerTypeSymbol }: return AsView(Strongest(value.ChildOperations, depth));
            case IAddressOfOperation { Reference: IArrayElementReferenceOperation element }: return AsView(Of(element.ArrayReference, depth + 1));
            default: return Tie.None;
        }
    }

    private Tie Strongest(IEnumerable<IOperation> values, int depth)
    {
        foreach (IOperation value in values)
            if (Of(value, depth + 1) is var tie && tie != Tie.None) return tie;
        return Tie.None;
    }

    private Tie OfLocal(ILocalSymbol local, int depth)
    {
        if (SymbolEqualityComparer.Default.Equals(local, _rental.Local)) return Tie.Same;
        if (local.IsRef || _variables.IsShared(local)) return Tie.None;
        if (_locals.TryGetValue(local, out Tie known)) return known;
        _locals[local] = Tie.None;
        Tie tie = Tie.None;
        foreach (IOperation source in _variables.SourcesOf(local))
        {
            if (LocalRental.IsNothing(source)) continue;
            Tie one = Of(source, depth + 1);
            if (one == Tie.None) return Tie.None;
            if (tie == Tie.None || tie == Tie.Same) tie = one;
        }

        _locals[local] = tie;
        return tie;
    }

    private Tie Convert(IConversionOperation conversion, int depth)
    {
        Tie tie = Of(conversion.Operand, depth + 1);
        if (tie == Tie.None || conversion.OperatorMethod is null || Addresses.Keeps(conversion)) return Views.IsView(conversion.Type) && !Addresses.IsAddress(conversion.Type) ? AsView(tie) : tie;
        return Views.IsView(conversion.Type) ? AsView(tie) : Keepers.Wraps(conversion.Type) ? Tie.Holder : Tie.None;
    }

    private Tie OfDelegate(IOperation target, int depth)
    {
        if (target is IMethodReferenceOperation { Method.MethodKind: not MethodKind.LocalFunction, Instance: { } instance })
            return Of(instance, depth + 1) == Tie.None ? Tie.None : Tie.Delegate;
        if (_functions.BodyOf(target) is not { } body) return Tie.None;
        foreach (IOperation operation in body.Descendants())
            if (operation is ILocalReferenceOperation { Parent: not INameOfOperation } local && OfLocal(local.Local, depth + 1) is not (Tie.None or Tie.Task)) return Tie.Delegate;
        return Tie.None;
    }

    private Tie OfObject(IObjectCreationOperation creation, int depth)
    {
        if (creation.Type is null || creation.Constructor is not { } constructor) return Tie.None;
        bool view = Views.IsView(creation.Type);
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            Tie tie = Of(argument.Value, depth + 1);
            if (tie == Tie.None) continue;
            if (view) return Tie.View;
            if (creation.Type.Name is "ValueTask" || creation.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) return tie;
            if (argument.Parameter is { } parameter && (Keepers.Wraps(creation.Type) || Keepers.Keeps(constructor, parameter))) return Tie.Holder;
        }

        foreach (IOperation part in creation.Initializer?.Initializers ?? [])
            if (part is ISimpleAssignmentOperation { Target: IMemberReferenceOperation } member && Of(member.Value, depth + 1) is not (Tie.None or Tie.Task)) return Tie.Holder;
        return Tie.None;
    }

    private Tie OfCall(IInvocationOperation call, int depth)
    {
        IMethodSymbol method = call.TargetMethod;
        IOperation? receiver = call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value);
        if (Views.Makes(method)) return AsView(Of(receiver, depth + 1));
        if (method.Name == "FromResult" && call.Arguments.Length == 1) return Of(receiver, depth + 1);
        if (Keepers.IsLazy(method)) return AsView(Of(receiver, depth + 1));
        if (Keepers.MakesPointer(method)) return AsView(Of(receiver, depth + 1));
        if (Keepers.MakesHolder(method)) return Of(receiver, depth + 1) == Tie.None ? Tie.None : Tie.Holder;
        if (TaskTypes.PassesOn(method)) return Of(receiver, depth + 1) == Tie.Task ? Tie.Task : Tie.None;
        bool task = TaskTypes.IsTask(method.ReturnType) && !TaskTypes.IsCombinator(method);
        if (!task && !Keepers.IsIterator(method)) return Tie.None;
        foreach (IArgumentOperation argument in call.Arguments)
            if (Of(argument.Value, depth + 1) is not (Tie.None or Tie.Task)) return task ? Tie.Task : Tie.View;
        return Tie.None;
    }

    private Tie OfProperty(IPropertyReferenceOperation property, int depth)
    {
        if (property.Instance is null) return Tie.None;
        bool reaches = property.Property.Name switch
        {
            "Memory" or "Span" => Views.IsView(property.Type),
            "Array" => Views.IsView(property.Instance.Type),
            "Pointer" => property.Type is IPointerTypeSymbol && OwnershipModel.IsHandle(property.Instance.Type),
            "Value" => OwnershipModel.IsLease(property.Instance.Type) && property.Type is { IsReferenceType: true },
            "Handle" => OwnershipModel.IsLease(property.Instance.Type),
            _ => false,
        };
        return reaches ? AsView(Of(property.Instance, depth + 1)) : Tie.None;
    }

    private static Tie AsView(Tie tie) => tie is Tie.Same or Tie.View or Tie.Holder ? Tie.View : Tie.None;
}
