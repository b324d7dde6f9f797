using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>What the ownership model says, in the form in which fields ask it.</summary>
internal sealed class FieldOwnership
{
    private readonly OwnershipModel _model;

    public FieldOwnership(OwnershipModel model) => _model = model;

    public bool Acquires(IOperation operation) =>
        operation is IInvocationOperation call && _model.Rents(call.TargetMethod);

    /// <summary>The value that the call gives back, or null.</summary>
    public IOperation? ReleasedBy(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
            if (argument.Parameter is { } parameter && _model.Returns(parameter)) return argument.Value;
        return call.Instance is { } instance && OwnershipModel.IsHandleOrLease(instance.WithoutConversions().Type)
            && OwnershipModel.ReturnsInstance(call.TargetMethod)
                ? instance
                : null;
    }

    /// <summary>A second release by this call does no harm.</summary>
    public static bool IsTolerant(IInvocationOperation call) => call.TargetMethod.Name == "TryReturn";

    /// <summary>A field of this type may hold a rental.</summary>
    public static bool CanHold(ITypeSymbol type) =>
        type is IArrayTypeSymbol || OwnershipModel.IsHandle(type);

    /// <summary>The call does nothing to the object but use the argument while it runs.</summary>
    public static bool Borrows(IParameterSymbol parameter) => OwnershipModel.Borrows(parameter);
}
