using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>Framework calls that run a delegate on another thread than the caller's, or may.</summary>
internal static class ThreadSinks
{
    public static bool IsSink(IMethodSymbol method)
    {
        string type = method.ContainingType.OriginalDefinition.ToDisplayString(s_format);
        return method.MethodKind == MethodKind.Constructor
            ? type is "System.Threading.Thread" or "System.Threading.Timer"
            : method.Name switch
            {
                "Run" or "ContinueWith" => type == "System.Threading.Tasks.Task",
                "StartNew" => type == "System.Threading.Tasks.TaskFactory",
                "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "RegisterWaitForSingleObject" => type == "System.Threading.ThreadPool",
                "For" or "ForEach" or "Invoke" or "ForAsync" or "ForEachAsync" => type == "System.Threading.Tasks.Parallel",
                _ => false,
            };
    }

    /// <summary>How the sink is called in messages.</summary>
    public static string NameOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? "new " + method.ContainingType.Name : method.ContainingType.Name + "." + method.Name;

    /// <summary>The body that <paramref name="argument"/> makes the sink run: a lambda, or a local function by name.</summary>
    public static IOperation? BodyOf(IOperation argument)
    {
        while (argument is IConversionOperation conversion) argument = conversion.Operand;
        if (argument is not IDelegateCreationOperation creation) return null;
        if (creation.Target is IAnonymousFunctionOperation lambda) return lambda;
        if (creation.Target is not IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } method }) return null;
        IOperation root = argument;
        while (root.Parent is not null) root = root.Parent;
        return root.Descendants().OfType<ILocalFunctionOperation>()
            .FirstOrDefault(function => SymbolEqualityComparer.Default.Equals(function.Symbol, method));
    }

    private static readonly SymbolDisplayFormat s_format = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);
}
