using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

internal sealed partial class Interpreter
{
    private Content Read(ISymbol symbol, IOperation reference, FieldWorld world)
    {
        if (IsShared(symbol)) return Content.Unknown;
        Content content = world[new Place(symbol)];
        if (!_type.IsSlot(symbol)) return content;
        return content.Kind switch
        {
            ContentKind.Rental => Content.Rental(reference),
            ContentKind.View => Content.View(reference),
            _ => content,
        };
    }

    // A parameter by reference is copied in and out, so it is as good as a local.
    private bool IsShared(ISymbol symbol) =>
        symbol is not IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } && !_type.IsSlot(symbol) && _frame.Body.Member.Variables.IsShared(symbol);

    private List<Result> Get(IFieldReferenceOperation field, FieldWorld world)
    {
        if (_type.SlotOf(field) is { } slot) return One(world, Read(slot, field, world));
        return Map(Evaluate(field.Instance, world), (after, content) =>
        {
            Use(field, content, after);
            return Content.Unknown;
        });
    }

    private List<Result> Get(IPropertyReferenceOperation property, FieldWorld world)
    {
        if (_type.SlotOf(property) is { } slot) return One(world, Read(slot, property, world));
        return Chain(Evaluate(property.Instance, world), (after, instance) => Chain(EvaluateAll(property.Arguments, after), (last, _) =>
        {
            if (instance.Kind == ContentKind.This && Enter(property.Property.GetMethod, property, [], last) is { } entered) return entered;
            return One(last, Access(property, instance, last));
        }));
    }

    private Content Access(IPropertyReferenceOperation property, Content instance, FieldWorld world)
    {
        if (property.Instance?.Type is not { } type) return Content.Unknown;
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return property.Property.Name == "Value" ? instance : instance.IsNull is { } isNull ? Content.Of(!isNull) : Content.Unknown;
        switch (property.Property.Name)
        {
            case "Array" when Views.IsView(type):
                return instance.Kind == ContentKind.View ? Content.Rental(instance.Load) : instance;
            case "IsAlive" when OwnershipModel.IsHandle(type):
                return instance.Kind != ContentKind.Rental ? Content.Unknown : world.Custody == Custody.Returned ? Content.Of(false) : Content.Unknown;
            case "IsDefault" when OwnershipModel.IsHandle(type):
                return instance.IsNull is { } isDefault ? Content.Of(isDefault) : Content.Unknown;
            case "Length" or "LongLength" or "Rank" or "IsEmpty" or "Count" or "Offset":
                return Content.Unknown;
        }

        Use(property, instance, world);
        return Views.IsView(property.Type) ? instance.AsView() : Content.Unknown;
    }

    private List<Result> Assign(ISimpleAssignmentOperation assignment, FieldWorld world)
    {
        if (assignment.Target is IInstanceReferenceOperation)
        {
            // A struct that is set anew forgets all it had.
            return Map(Evaluate(assignment.Value, world), (after, _) =>
            {
                ForgetObject(after, assignment.Value is IDefaultValueOperation);
                return Content.Unknown;
            });
        }

        return Chain(Evaluate(assignment.Value, world), (after, content) =>
            assignment.IsRef ? Overwritten(assignment, content, after) : Store(assignment.Target, content, assignment, after));
    }

    // A reference local stands for another place; neither is followed from here on.
    private List<Result> Overwritten(ISimpleAssignmentOperation assignment, Content content, FieldWorld world)
    {
        Escape(content, world);
        if (_type.SlotOf(assignment.Value) is { } slot) world.Store(slot, Content.Unknown);
        return One(world, Content.Unknown);
    }

    private List<Result> Deconstruct(IDeconstructionAssignmentOperation deconstruction, FieldWorld world)
    {
        if (deconstruction.Target is not ITupleOperation targets
            || deconstruction.Value.WithoutConversions() is not ITupleOperation values
            || targets.Elements.Length != values.Elements.Length)
        {
            return Chain(Unseen(deconstruction.Value, world), (after, _) => StoreAll(deconstruction.Target, after));
        }

        List<(FieldWorld World, List<Content> Contents)> states = [(world, [])];
        foreach (IOperation element in values.Elements)
        {
            List<(FieldWorld, List<Content>)> next = [];
            foreach ((FieldWorld before, List<Content> contents) in states)
                foreach ((FieldWorld after, Content content) in Evaluate(element, before)) next.Add((after, [.. contents, content]));
            states = next;
        }

        List<Result> results = [];
        foreach ((FieldWorld after, List<Content> contents) in states)
        {
            List<Result> stored = One(after, Content.Unknown);
            for (int i = 0; i < targets.Elements.Length; i++)
            {
                int index = i;
                stored = Chain(stored, (before, _) => Store(targets.Elements[index], contents[index], deconstruction, before));
            }

            results.AddRange(stored);
        }

        return results;
    }

    private List<Result> StoreAll(IOperation target, FieldWorld world)
    {
        List<Result> results = One(world, Content.Unknown);
        foreach (IOperation part in target.DescendantsAndSelf())
            if (part is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation)
                results = Chain(results, (before, _) => Store(part, Content.Unknown, part, before));
        return results;
    }

    private List<Result> Store(IOperation target, Content content, IOperation operation, FieldWorld world)
    {
        if (target is IDeclarationExpressionOperation declaration) target = declaration.Expression;
        if (target is IFlowCaptureReferenceOperation capture && _frame.Body.Member.Variables.SingleValueOf(capture.Id) is { } captured) target = captured;
        if (_type.SlotOf(target) is { } slot)
        {
            Overwrite(slot, content, operation, world);
            return One(world, content);
        }

        switch (target)
        {
            case ILocalReferenceOperation { Local.IsRef: false } local: return Bind(local.Local, content, world);
            case IParameterReferenceOperation parameter: return Bind(parameter.Parameter, content, world);
            case IDiscardOperation: return One(world, content);
            case IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.SetMethod: { } setter } property
                when Enter(setter, property, [(setter.Parameters[setter.Parameters.Length - 1], content)], world) is { } entered:
                return entered;
        }

        // What is written through a call that hands out a reference, as `Unsafe.AsRef(in this) = default`, may be any slot.
        if (target.DescendantsAndSelf().Any(part => part is IInvocationOperation && part.Descendants().Any(inner => inner is IInstanceReferenceOperation)))
            ForgetObject(world, toDefault: false);
        Escape(content, world);
        return Map(Evaluate(target, world), (_, _) => content);
    }

    private List<Result> Bind(ISymbol variable, Content content, FieldWorld world)
    {
        if (_frame.Body.Member.Variables.IsCaptured(variable)) Escape(content, world);
        world.Store(variable, IsShared(variable) ? Content.Unknown : content);
        return One(world, content);
    }

    private void Overwrite(ISymbol slot, Content content, IOperation operation, FieldWorld world)
    {
        bool loses = content.Kind == ContentKind.OtherRental && SymbolEqualityComparer.Default.Equals(slot, _slot)
            && world.Custody == Custody.Rented && world[new Place(slot)].Kind == ContentKind.Rental;
        if (loses) world.OverwrittenBy ??= operation;
        world.Store(slot, content);
    }

    private void ForgetObject(FieldWorld world, bool toDefault)
    {
        foreach (ISymbol slot in _type.Slots)
        {
            if (toDefault) world.Store(slot, slot is IFieldSymbol field ? Constants.DefaultOf(field.Type) : Content.Unknown);
            else if (slot is not IFieldSymbol { IsReadOnly: true }) world.Store(slot, Content.Unknown);
        }
    }
}
