using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Channels and concurrent collections: what one thread puts in, another one takes out.</summary>
internal static class HandOver
{
    /// <summary>The argument that <paramref name="call"/> leaves for another thread.</summary>
    public static IArgumentOperation? ValueGiven(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        bool gives = method.Name switch
        {
            "TryWrite" or "WriteAsync" => method.ContainingType is { Name: "ChannelWriter", ContainingNamespace.Name: "Channels" },
            "Enqueue" or "Push" or "Add" or "TryAdd" => IsConcurrent(method.ContainingType),
            // The thread that is started gets it.
            "Start" => method.ContainingType is { Name: "Thread", ContainingNamespace.Name: "Threading" } && call.Arguments.Length == 1,
            _ => false,
        };
        return gives && call.Arguments.Length > 0 ? call.Arguments[0] : null;
    }

    /// <summary>Whether the value of <paramref name="local"/> came out of a channel or concurrent collection.</summary>
    public static bool IsTaken(ILocalSymbol local, IOperation place)
    {
        foreach (IOperation operation in Delegates.Root(place).Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Is(declarator.Symbol):
                    return Takes(value);
                case IForEachLoopOperation loop when loop.Locals.Any(Is):
                    return Takes(loop.Collection);
                case IInvocationOperation { TargetMethod.Name: "TryRead" or "TryDequeue" or "TryTake" or "TryPop" } call when IsSource(call.TargetMethod.ContainingType):
                    foreach (IArgumentOperation argument in call.Arguments)
                    {
                        IOperation target = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
                        if (target is ILocalReferenceOperation reference && Is(reference.Local)) return true;
                    }

                    break;
            }
        }

        return false;

        bool Is(ISymbol other) => SymbolEqualityComparer.Default.Equals(other, local);
    }

    private static bool Takes(IOperation value)
    {
        value = value.WithoutConversions();
        if (value is IAwaitOperation { Operation: { } awaited }) value = awaited.WithoutConversions();
        if (value is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" } configured)
            value = (configured.Instance ?? configured.Arguments[0].Value).WithoutConversions();
        return value is IInvocationOperation { TargetMethod.Name: "ReadAsync" or "ReadAllAsync" or "Take" or "GetConsumingEnumerable" } call
            && IsSource(call.TargetMethod.ContainingType);
    }

    private static bool IsSource(INamedTypeSymbol type) =>
        type is { Name: "ChannelReader", ContainingNamespace.Name: "Channels" } || IsConcurrent(type);

    private static bool IsConcurrent(INamedTypeSymbol type) =>
        type is { Name: "ConcurrentQueue" or "ConcurrentStack" or "ConcurrentBag" or "BlockingCollection", ContainingNamespace.Name: "Concurrent" };
}
