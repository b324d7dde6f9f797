using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

internal sealed partial class Interpreter
{
    private List<Result> Evaluate(IOperation? operation, FieldWorld world)
    {
        if (operation is null) return One(world, Content.Unknown);
        if (Constants.TryRead(operation, out Content constant)) return One(world, constant);
        switch (operation)
        {
            case IExpressionStatementOperation statement: return Evaluate(statement.Operation, world);
            case IDeclarationExpressionOperation declaration: return Evaluate(declaration.Expression, world);
            case IParenthesizedOperation parenthesized: return Evaluate(parenthesized.Operand, world);
            case IFlowCaptureOperation capture:
                return Map(Evaluate(capture.Value, world), (after, content) =>
                {
                    after[new Place(capture.Id, _frame.Depth)] = content;
                    return Content.Unknown;
                });
            case IFlowCaptureReferenceOperation reference: return One(world, world[new Place(reference.Id, _frame.Depth)]);
            case ILocalReferenceOperation local: return One(world, Read(local.Local, local, world));
            case IParameterReferenceOperation parameter: return One(world, Read(parameter.Parameter, parameter, world));
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }: return One(world, Content.This);
            case IFieldReferenceOperation field: return Get(field, world);
            case IPropertyReferenceOperation property: return Get(property, world);
            case ISimpleAssignmentOperation assignment: return Assign(assignment, world);
            case ICompoundAssignmentOperation compound:
                return Chain(Evaluate(compound.Value, world), (after, content) =>
                {
                    Escape(content, after);
                    return Store(compound.Target, Content.Unknown, compound, after);
                });
            case IIncrementOrDecrementOperation step: return Store(step.Target, Content.Unknown, step, world);
            case IDeconstructionAssignmentOperation deconstruction: return Deconstruct(deconstruction, world);
            case IConversionOperation conversion: return Map(Evaluate(conversion.Operand, world), (after, content) => Convert(conversion, content, after));
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Map(Evaluate(not.Operand, world), (_, content) => content.Is(true) ? Content.Of(false) : content.Is(false) ? Content.Of(true) : Content.Unknown);
            case IBinaryOperation binary: return Compare(binary, world);
            case IIsNullOperation test:
                return Map(Evaluate(test.Operand, world), (_, content) => content.IsNull is { } isNull ? Content.Of(isNull) : Content.Unknown);
            case IIsPatternOperation pattern: return Map(Evaluate(pattern.Value, world), (after, content) => Match(pattern, content, after));
            case IArrayElementReferenceOperation element:
                return Chain(Evaluate(element.ArrayReference, world), (after, array) => Map(EvaluateAll(element.Indices, after), (last, _) =>
                {
                    Use(element, array, last);
                    return Content.Unknown;
                }));
            case IImplicitIndexerReferenceOperation indexer:
                return Map(Evaluate(indexer.Instance, world), (after, content) =>
                {
                    Use(indexer, content, after);
                    return Views.IsView(indexer.Type) ? content.AsView() : Content.Unknown;
                });
            case IInvocationOperation call: return Call(call, world);
            case IObjectCreationOperation creation: return Create(creation, world);
            case IAwaitOperation await: return Map(Evaluate(await.Operation, world), (_, _) => Content.Unknown);
            case IFlowAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation or ITypeOfOperation: return One(world, Content.Unknown);
            case IArrayCreationOperation or IAnonymousObjectCreationOperation or IDelegateCreationOperation or IInterpolatedStringOperation:
                return Map(Unseen(operation, world), (_, _) => Content.NotNull);
            default: return Unseen(operation, world);
        }
    }

    // What is not understood may keep whatever goes into it.
    private List<Result> Unseen(IOperation operation, FieldWorld world)
    {
        List<Result> results = One(world, Content.Unknown);
        foreach (IOperation child in operation.ChildOperations)
        {
            results = Chain(results, (before, made) => Map(Evaluate(child, before), (after, content) =>
            {
                if (operation.Kind == OperationKind.None && (operation.Type is IPointerTypeSymbol || child.Type is IPointerTypeSymbol))
                {
                    // The operation model has no kind for following a pointer, nor for the pointer that `fixed` makes.
                    Use(operation, content, after);
                    return operation.Type is IPointerTypeSymbol ? content.AsView() : made;
                }

                Escape(content, after);
                return made;
            }));
        }

        return results;
    }

    private List<Result> EvaluateAll(IEnumerable<IOperation> operations, FieldWorld world)
    {
        List<Result> results = One(world, Content.Unknown);
        foreach (IOperation operation in operations)
            results = Chain(results, (before, _) => Map(Evaluate(operation, before), (_, _) => Content.Unknown));
        return results;
    }

    private static List<Result> One(FieldWorld world, Content content) => [new Result(world, content)];

    private static List<Result> Map(List<Result> results, Func<FieldWorld, Content, Content> transfer)
    {
        for (int i = 0; i < results.Count; i++)
            results[i] = new Result(results[i].World, transfer(results[i].World, results[i].Content));
        return results;
    }

    private static List<Result> Chain(List<Result> results, Func<FieldWorld, Content, List<Result>> next)
    {
        if (results.Count == 1) return next(results[0].World, results[0].Content);
        List<Result> all = [];
        foreach ((FieldWorld world, Content content) in results) all.AddRange(next(world, content));
        return all;
    }

    private void Use(IOperation operation, Content content, FieldWorld world)
    {
        if (!content.MayTouchRental) return;
        _verdicts.Note(Role.Use, operation, content, IsInSlot(world), world, _frame);
        if (content.Kind != ContentKind.Maybe && world.Custody == Custody.Rented) world.Used = true;
    }

    private bool IsInSlot(FieldWorld world) => world[new Place(_slot)].Kind == ContentKind.Rental;

    private static void Escape(Content content, FieldWorld world)
    {
        if (content.MayTouchRental) world.Escaped = true;
    }
}
