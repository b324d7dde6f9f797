using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class Returns
{
    /// <summary>The values that <paramref name="call"/> gives back, each with where it goes.</summary>
    public static IEnumerable<(IOperation Value, Allocator To)> In(IInvocationOperation call, OwnershipModel model)
    {
        if (model.RolesOf(call.TargetMethod).Releases)
        {
            foreach (IArgumentOperation argument in call.Arguments)
                if (argument.Parameter is { } parameter && model.ReleasedBy(parameter) is { } allocator) yield return (argument.Value, allocator);
        }

        if (call.Instance is { } instance && model.ReleasedBy(call.TargetMethod, instance.WithoutConversions().Type) is { } own) yield return (instance, own);
    }
}
