using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;
using Slabwise.Analyzers.Flow.Summaries;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// Carries one world over one operation. What it does not know, it treats as letting the rental escape: that silences
/// leaks, while returns and uses that it sees keep counting.
/// </summary>
internal sealed partial class Evaluator
{
    private readonly OwnershipModel _model;
    private readonly RootVariables _variables;
    private readonly ConditionReader _conditions;
    private readonly Site _site;
    private readonly Callees _callees;

    /// <summary>The assignment that is being carried out.</summary>
    private IOperation? _current;

    public Evaluator(OwnershipModel model, RootVariables variables, ConditionReader conditions, Site site, Callees callees)
    {
        _model = model;
        _variables = variables;
        _conditions = conditions;
        _site = site;
        _callees = callees;
    }

    /// <summary>Whether this execution of the site is the one to follow.</summary>
    public bool Follows { get; set; }

    /// <summary>Where uses and returns are counted, once the worlds are final.</summary>
    public Observations? Observations { get; set; }

    /// <summary>Whether calls that got the rental count as having given it back.</summary>
    public bool TrustsCallees { get; set; }

    /// <summary>The code itself returns the rental after it passed it to a call, and so shows that the call did not take it over.</summary>
    public bool TakenBack { get; private set; }

    public Value Evaluate(IOperation? operation, World world)
    {
        if (operation is null) return Value.Other;
        if (operation.ConstantValue is { HasValue: true } constant)
        {
            return constant.Value switch
            {
                null => Value.Null,
                bool truth => Values.Of(truth),
                _ => Addresses.IsNullAddress(operation) ? Value.Null : Value.Other,
            };
        }

        Value value = Dispatch(operation, world);
        return ReferenceEquals(operation, _site.Operation) && _site.OutParameter is null && operation is not ISimpleAssignmentOperation
            ? Originate(world)
            : value;
    }

    private Value Dispatch(IOperation operation, World world)
    {
        switch (operation)
        {
            case IExpressionStatementOperation statement: return Evaluate(statement.Operation, world);
            case ISimpleAssignmentOperation assignment: return Assign(assignment, world);
            case ICompoundAssignmentOperation compound:
                Escape(Evaluate(compound.Value, world), world);
                return Advance(compound.Target, compound.OperatorKind == BinaryOperatorKind.Add && Addresses.IsPositive(compound.Value), world);
            case IIncrementOrDecrementOperation step: return Advance(step.Target, step.Kind == OperationKind.Increment, world);
            case IDeconstructionAssignmentOperation deconstruction: return Deconstruct(deconstruction, world);
            case IFlowCaptureOperation capture:
                Value captured = Evaluate(capture.Value, world);
                world.Forget(capture.Id);
                world[new Variable(capture.Id)] = captured;
                return Value.Other;
            case IFlowCaptureReferenceOperation reference: return world[new Variable(reference.Id)];
            case ILocalReferenceOperation local: return Read(local, world);
            case IParameterReferenceOperation parameter: return Read(parameter.Parameter, world);
            case IDeclarationExpressionOperation declaration: return Evaluate(declaration.Expression, world);
            case IConversionOperation conversion: return Convert(conversion, world);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not: return Evaluate(not.Operand, world).Negate();
            case IBinaryOperation binary: return Addresses.IsAddress(binary.Type) ? Offset(binary, world) : Compare(binary, world);
            case IDefaultValueOperation: return operation.IsNullConstant() || Addresses.IsNullAddress(operation) ? Value.Null : Value.Other;
            case IAddressOfOperation address: return AddressOf(address, world);
            case IIsNullOperation test: return IsNull(Evaluate(test.Operand, world));
            case IIsPatternOperation pattern: return Match(pattern, world);
            case IIsTypeOperation type: return Evaluate(type.ValueOperand, world) == Value.Null ? Value.False : Value.Other;
            case IPropertyReferenceOperation property: return Get(property, world);
            case IFieldReferenceOperation field:
                if (Addresses.IsNullAddress(field)) return Value.Null;
                if (field.Instance is not null) Use(field, Evaluate(field.Instance, world), world);
                return Value.Other;
            case IArrayElementReferenceOperation element:
                Value array = Evaluate(element.ArrayReference, world);
                foreach (IOperation index in element.Indices) Evaluate(index, world);
                Use(element, array, world);
                return Value.Other;
            case IImplicitIndexerReferenceOperation indexer:
                Value indexed = Evaluate(indexer.Instance, world);
                Evaluate(indexer.Argument, world);
                Use(indexer, indexed, world);
                return Views.IsView(indexer.Type) ? ViewOf(indexed) : Value.Other;
            case IInvocationOperation invocation:
                Value result = Call(invocation, world);
                // What rents never gives null.
                return result == Value.Other && _model.AcquiredBy(invocation.TargetMethod) is { OutParameter: < 0 } ? Value.Present : result;
            case IArrayCreationOperation:
                Unknown(operation, world);
                return Value.Present;
            case IObjectCreationOperation creation: return Create(creation, world);
            case IAwaitOperation await:
                Evaluate(await.Operation, world);
                return Value.Other;
            case IFunctionPointerInvocationOperation pointer:
                Evaluate(pointer.Target, world);
                foreach (IArgumentOperation argument in pointer.Arguments)
                {
                    Value given = Evaluate(argument.Value, world);
                    if (given == Value.Rental && pointer.GetFunctionPointerSignature().CallingConvention != System.Reflection.Metadata.SignatureCallingConvention.Default) LendToNative(pointer, world);
                    else if (!(given.IsView() && Views.IsStackBound(argument.Value.Type))) Escape(given, world);
                }

                return Value.Other;
            // Whatever code means that does not compile, it may keep what it mentions.
            case IInvalidOperation:
                foreach (IOperation part in operation.Descendants())
                    if (VariableOf(part) is { } mentioned && Read(mentioned, world).MayTouchRental()) world.Escape();
                return Unknown(operation, world);
            case IFlowAnonymousFunctionOperation: return Value.Other;
            default: return Unknown(operation, world);
        }
    }

    private Value Unknown(IOperation operation, World world)
    {
        Value result = Value.Other;
        foreach (IOperation child in operation.ChildOperations)
        {
            Value value = Evaluate(child, world);
            // The public operation model has no kind for following a pointer, nor for the pointer that `fixed` makes. A
            // pointer that was read through a pointer is another one.
            bool followed = operation.Kind == OperationKind.None && child.Type is IPointerTypeSymbol && child is not IAddressOfOperation;
            bool pointer = operation.Kind == OperationKind.None && operation.Type is IPointerTypeSymbol && !followed;
            if ((pointer || followed) && value != Value.Other) Use(operation, value, world);
            else Escape(value, world);
            if (pointer) result = ViewOf(value);
        }

        return result;
    }

    private Value Originate(World world)
    {
        if (!Follows)
        {
            if (world.Custody == Custody.NotRented) world.Passed = true;
            return Value.Sibling;
        }

        world.Custody = Custody.Rented;
        world.Exceptional = false;
        world.Passed = false;
        world.Escaped = _site.IsForeign;
        if (_site.Operation is IInvocationOperation { Instance: { } receiver } && _conditions.ReadNullTest(receiver) is { } test)
            world.Learn(test, holds: false);
        return Value.Rental;
    }

    private void Use(IOperation operation, Value value, World world) => Observations?.Note(operation, Role.Use, value, world);

    /// <summary>
    /// Whether <paramref name="statement"/> puts a new rental where the returned one still lies. If that renting throws, a
    /// handler finds the old one and may take it for a live one.
    /// </summary>
    public bool Replaces(IOperation statement, World world)
    {
        if (world.Custody != Custody.Returned) return false;
        if (statement is IExpressionStatementOperation expression) statement = expression.Operation;
        return statement is ISimpleAssignmentOperation assignment
            && VariableOf(assignment.Target) is { } variable
            && world[new Variable(variable)] == Value.Rental
            && assignment.Value.WithoutConversions() is IInvocationOperation or IAwaitOperation;
    }

    public bool MayThrow(IOperation statement) => Throws.May(statement, _model);

    private static void Escape(Value value, World world)
    {
        if (value.MayTouchRental()) world.Escape();
    }

    // Native code may keep the pointer, but hardly ever does.
    private void LendToNative(IOperation call, World world)
    {
        if (_site.Allocator?.Family != Family.Native)
        {
            world.Escape();
        }
        else if (!world.Escaped)
        {
            world.Escaped = true;
            world.LentAt = call;
        }
    }

    private static Value ViewOf(Value value) => value switch
    {
        Value.Rental or Value.View or Value.Inside => Value.View,
        Value.Maybe or Value.Sibling => value,
        _ => Value.Other,
    };
}
