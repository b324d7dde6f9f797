using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class RentedLocals
{
    /// <summary>Whether the code around <paramref name="place"/> is seen to rent into <paramref name="local"/>: what is
    /// not may well have been rented on the other thread.</summary>
    public static bool IsRented(ILocalSymbol local, IOperation place, OwnershipModel model)
    {
        foreach (IOperation operation in Delegates.Root(place).Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Same(declarator.Symbol) && Rents(value, model):
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Same(target.Local) && Rents(assignment.Value, model):
                case IInvocationOperation call when RentsInto(call):
                    return true;
            }
        }

        return false;

        bool Same(ISymbol other) => SymbolEqualityComparer.Default.Equals(other, local);

        bool RentsInto(IInvocationOperation call)
        {
            if (model.AcquiredBy(call.TargetMethod)?.ThroughParameter(call.TargetMethod) is not { } through) return false;
            foreach (IArgumentOperation argument in call.Arguments)
            {
                if (!SymbolEqualityComparer.Default.Equals(argument.Parameter, through)) continue;
                IOperation target = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
                return target is ILocalReferenceOperation reference && Same(reference.Local);
            }

            return false;
        }
    }

    public static bool Rents(IOperation value, OwnershipModel model) =>
        value.WithoutConversions() is IInvocationOperation call && model.AcquiredBy(call.TargetMethod) is { OutParameter: < 0 };
}
