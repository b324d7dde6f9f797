using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>Tasks, and the calls that make one task of another.</summary>
internal static class TaskTypes
{
    public static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol
    {
        Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" },
    };

    /// <summary>Whether a call is certain to start something that may go on after it.</summary>
    public static bool Starts(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty || method.IsAsync || method.Name.EndsWith("Async", StringComparison.Ordinal);

    /// <summary>The result ends when the task that the call is made on ends.</summary>
    public static bool PassesOn(IMethodSymbol method) =>
        method.Name is "ConfigureAwait" or "AsTask" or "Preserve" or "ContinueWith" or "Unwrap" && IsTask(method.ReducedFrom?.Parameters[0].Type ?? method.ContainingType);

    /// <summary>A task made of other tasks or of a value, not an operation of its own.</summary>
    public static bool IsCombinator(IMethodSymbol method) =>
        IsTask(method.ContainingType) && method.Name is "WhenAll" or "WhenAny" or "FromResult" or "FromException" or "FromCanceled" or "Delay";
}
