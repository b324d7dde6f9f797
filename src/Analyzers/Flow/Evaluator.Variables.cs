using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private Value Read(ISymbol symbol, World world) => _variables.IsShared(symbol) ? Value.Other : world[new Variable(symbol)];

    private Value Read(ILocalReferenceOperation reference, World world)
    {
        Value value = Read(reference.Local, world);
        if (reference.Local.IsRef) Use(reference, value, world);
        return value;
    }

    private Value Assign(ISimpleAssignmentOperation assignment, World world)
    {
        ISymbol? variable = VariableOf(assignment.Target);
        bool isTarget = variable is not null && (assignment.IsRef || variable is not ILocalSymbol { IsRef: true });
        // Left before right, as the language has it; a plain variable is not read by being assigned.
        if (!isTarget) Evaluate(assignment.Target, world);
        Value value = Evaluate(assignment.Value, world);
        if (assignment.IsRef && assignment.Value is IPropertyReferenceOperation { Instance: { } handle } reference && IsAccess(reference))
            value = ViewOf(Evaluate(handle, world));
        else if (assignment.IsRef && PointerTo(assignment.Value) is { } pointer)
            value = ViewOf(Evaluate(pointer, world));
        if (assignment.IsRef && Reaches(assignment.Value, world)) world.Escape();
        if (ReferenceEquals(assignment, _site.Operation)) value = Originate(world);

        _current = assignment;
        if (isTarget) Bind(variable!, value, world);
        else if (assignment.Target is not IDiscardOperation) Escape(value, world);
        return value;
    }

    /// <summary>Arithmetic in place: what held an address now holds one inside the same memory.</summary>
    private Value Advance(IOperation target, bool forward, World world)
    {
        ISymbol? variable = VariableOf(target);
        Value before = Evaluate(target, world);
        Value after = !Addresses.IsAddress(target.Type) ? Value.Other : forward ? Behind(before) : ViewOf(before);
        if (variable is not null) Bind(variable, after, world);
        return after;
    }

    private Value Deconstruct(IDeconstructionAssignmentOperation deconstruction, World world)
    {
        _current = deconstruction;
        if (deconstruction.Target is ITupleOperation targets && deconstruction.Value.WithoutConversions() is ITupleOperation values
            && targets.Elements.Length == values.Elements.Length
            && targets.Elements.All(target => target is not ITupleOperation && (target is IDiscardOperation || VariableOf(target) is not null)))
        {
            // All values are read before any variable is set, which is what makes a swap of it.
            Value[] read = [.. values.Elements.Select(element => Evaluate(element, world))];
            bool overwrites = false;
            for (int i = 0; i < read.Length; i++)
            {
                if (VariableOf(targets.Elements[i]) is not { } target) continue;
                overwrites |= world[new Variable(target)] == Value.Rental;
                world.Forget(target);
            }

            for (int i = 0; i < read.Length; i++)
                if (VariableOf(targets.Elements[i]) is { } target) BindAnew(target, read[i], world);
            if (overwrites && world is { Custody: Custody.Rented, Escaped: false, LostAt: null } && !world.IsKeptBeside(null)) world.LostAt = deconstruction;
            return Value.Other;
        }

        Escape(Evaluate(deconstruction.Value, world), world);
        foreach (IOperation part in deconstruction.Target.DescendantsAndSelf())
        {
            if (VariableOf(part) is { } variable && part is not IDeclarationExpressionOperation) Bind(variable, Value.Other, world);
            else if (part is IArrayElementReferenceOperation or IPropertyReferenceOperation or IFieldReferenceOperation) Evaluate(part, world);
        }

        return Value.Other;
    }

    private void Bind(ISymbol variable, Value value, World world)
    {
        // A variable that is declared anew, in the next round of a loop, is not overwritten.
        if (_current is { Syntax: not VariableDeclaratorSyntax } overwriting && world is { Custody: Custody.Rented, Escaped: false, LostAt: null } && !value.MayTouchRental()
            && world[new Variable(variable)] == Value.Rental && !world.IsKeptBeside(variable)) world.LostAt = overwriting;
        BindAnew(variable, value, world);
    }

    private void BindAnew(ISymbol variable, Value value, World world)
    {
        world.Forget(variable);
        if (_variables.IsShared(variable))
        {
            Escape(value, world);
            return;
        }

        if (_variables.IsCaptured(variable)) Escape(value, world);
        world[new Variable(variable)] = value;
    }

    /// <summary>The local or parameter that an assignment to <paramref name="target"/> sets.</summary>
    private ISymbol? VariableOf(IOperation? target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDeclarationExpressionOperation declaration => VariableOf(declaration.Expression),
        IFlowCaptureReferenceOperation capture => _variables.SingleValueOf(capture.Id) is ILocalReferenceOperation or IParameterReferenceOperation
            ? VariableOf(_variables.SingleValueOf(capture.Id))
            : null,
        _ => null,
    };

    private Value Convert(IConversionOperation conversion, World world)
    {
        Value value = Evaluate(conversion.Operand, world);
        if (Views.IsView(conversion.Type) && conversion.Type is not IPointerTypeSymbol)
        {
            if (!Views.IsView(conversion.Operand.Type)) Use(conversion, value, world);
            return ViewOf(value);
        }

        if (Addresses.IsAddress(conversion.Type) && Addresses.IsNullAddress(conversion)) return Value.Null;
        if (conversion.OperatorMethod is null || Addresses.Keeps(conversion)) return value;
        Escape(value, world);
        return Value.Other;
    }

    private Value Get(IPropertyReferenceOperation property, World world)
    {
        Value instance = Evaluate(property.Instance, world);
        foreach (IArgumentOperation argument in property.Arguments) Escape(Evaluate(argument.Value, world), world);
        if (property.Instance?.Type is not { } type) return Value.Other;

        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return property.Property.Name == "Value" ? instance : IsNull(instance).Negate();
        switch (property.Property.Name)
        {
            case "Array" when Views.IsView(type):
                return instance == Value.View ? Value.Rental : instance;
            case "Length" or "LongLength" or "Rank" or "IsEmpty" or "Count" or "Offset" when type is IArrayTypeSymbol || Views.IsView(type):
                return Value.Other;
            case "IsAlive" when OwnershipModel.IsHandle(type):
                return instance != Value.Rental || _site.IsForeign ? Value.Other
                    : world.Custody == Custody.Returned ? Value.False
                    : world.Custody == Custody.Rented && !world.Escaped ? Value.True : Value.Other;
            case "IsDefault" when OwnershipModel.IsHandle(type):
                return instance == Value.Rental && !_site.IsForeign ? Value.False : Value.Other;
            case "Handle" when OwnershipModel.IsLease(type):
                return instance;
        }

        Use(property, instance, world);
        bool reaches = Views.IsView(property.Type) || (OwnershipModel.IsLease(type) && property.Type is { IsReferenceType: true });
        return reaches ? ViewOf(instance) : Value.Other;
    }

    private static bool IsAccess(IPropertyReferenceOperation property) =>
        property.Property.Name == "Value" && OwnershipModel.IsHandleOrLease(property.Instance?.Type);
}
