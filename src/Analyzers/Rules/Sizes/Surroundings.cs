using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>How often the code around an allocation runs, and how long the result lives.</summary>
internal static class Surroundings
{
    /// <summary>A table that is made once and kept is well off among the large objects.</summary>
    public static bool LivesForever(IOperation operation)
    {
        for (IOperation? child = operation, parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation: return false;
                case IFieldInitializerOperation { InitializedFields: { IsEmpty: false } fields } when fields[0].IsStatic: return true;
                case IPropertyInitializerOperation { InitializedProperties: { IsEmpty: false } properties } when properties[0].IsStatic: return true;
                case IAssignmentOperation { Target: IMemberReferenceOperation { Member.IsStatic: true } } assignment when ReferenceEquals(assignment.Value, child): return true;
            }
        }

        return false;
    }

    /// <summary>The loop that runs the operation again and again, if there is one.</summary>
    public static ILoopOperation? LoopAround(IOperation operation)
    {
        for (IOperation? child = operation, parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation: return null;
                // `x ??= new byte[n]`, and its long forms, allocate once.
                case ICoalesceAssignmentOperation: return null;
                case IConditionalOperation choice when ReferenceEquals(choice.WhenTrue, child) && choice.Condition.TestsForNull(out _, out bool isNull) && isNull: return null;
                case ILoopOperation loop: return !IsRunOnce(loop, child) && !Leaves(operation, loop) ? loop : null;
            }
        }

        return null;
    }

    private static bool IsRunOnce(ILoopOperation loop, IOperation part) => loop switch
    {
        IForEachLoopOperation each => ReferenceEquals(each.Collection, part),
        IForLoopOperation counted => counted.Before.Contains(part),
        _ => false,
    };

    // `return new byte[n]` ends the loop, whichever round it comes in.
    private static bool Leaves(IOperation operation, ILoopOperation loop)
    {
        for (IOperation? parent = operation.Parent; parent is not null && !ReferenceEquals(parent, loop); parent = parent.Parent)
        {
            if (parent is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation) return true;
            // So does a `break` or `return` at the end of the block that allocates.
            if (parent is IBlockOperation { Operations: { Length: > 0 } operations }
                && operations[operations.Length - 1] is IReturnOperation or IThrowOperation
                or IBranchOperation { BranchKind: BranchKind.Break }) return true;
        }

        return false;
    }
}
