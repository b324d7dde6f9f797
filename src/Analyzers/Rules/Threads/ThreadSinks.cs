using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Framework calls that run a delegate on another thread than the caller's, or may.</summary>
internal static class ThreadSinks
{
    // The name of the method decides first: this is asked for every call of a compilation.
    public static bool IsSink(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (method.MethodKind == MethodKind.Constructor)
            return type.Name is "Thread" or "Timer" or "Task" or "BackgroundWorker" && IsThreading(type);
        return method.Name switch
        {
            "Run" => type.Name == "Task" && IsThreading(type),
            "StartNew" or "ContinueWhenAll" or "ContinueWhenAny" => type.Name == "TaskFactory" && IsThreading(type),
            "ContinueWith" => type.Name == "Task" && IsThreading(type),
            "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "RegisterWaitForSingleObject" or "UnsafeRegisterWaitForSingleObject" =>
                type.Name == "ThreadPool" && IsThreading(type),
            "For" or "ForEach" or "Invoke" or "ForAsync" or "ForEachAsync" => type.Name == "Parallel" && IsThreading(type),
            "ForAll" or "Select" or "Where" or "SelectMany" or "Aggregate" => type.Name == "ParallelEnumerable",
            _ => false,
        };
    }

    /// <summary>Several threads run the delegate at once, so waiting for the call does not help.</summary>
    public static bool IsConcurrent(IMethodSymbol method) => method.ContainingType.Name is "Parallel" or "ParallelEnumerable";

    /// <summary>An event that is raised on a thread of the pool.</summary>
    public static bool IsSink(IEventSymbol @event) =>
        (@event.Name == "Elapsed" && @event.ContainingType is { Name: "Timer", ContainingNamespace.Name: "Timers" })
        || (@event.Name == "DoWork" && @event.ContainingType.Name == "BackgroundWorker");

    /// <summary>How the sink is called in messages.</summary>
    public static string NameOf(ISymbol sink) =>
        sink is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "new " + sink.ContainingType.Name : sink.ContainingType.Name + "." + sink.Name;

    private static bool IsThreading(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Threading" } or { Name: "Tasks", ContainingNamespace.Name: "Threading" };
}
