using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>Which statements one has to expect to throw.</summary>
internal static class Throws
{
    /// <summary>Calls of code that is not the framework's own plumbing, and awaits. Everything may throw; what is left out
    /// here throws on errors in the code only, and a finally against those would be on every line.</summary>
    public static bool May(IOperation statement, OwnershipModel model)
    {
        foreach (IOperation operation in statement.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IAwaitOperation or IThrowOperation or IDynamicInvocationOperation: return true;
                case IInvocationOperation call when !model.TraitsOf(call.TargetMethod).IsPlumbing && !model.RolesOf(call.TargetMethod).Releases: return true;
                case IFlowAnonymousFunctionOperation or IAnonymousFunctionOperation: return false;
            }
        }

        return false;
    }

    /// <summary>The framework's own plumbing, which throws on errors in the code only.</summary>
    public static bool IsPlumbing(IMethodSymbol method)
    {
        if (method.Name is "Dispose" or "MoveNext" or "GetEnumerator") return true;
        INamedTypeSymbol type = method.ContainingType;
        if (type.ContainingNamespace?.ToDisplayString() is not { } space) return false;
        return space switch
        {
            "System" => type.Name is "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ArraySegment" or "MemoryExtensions"
                or "Array" or "Buffer" or "Math" or "BitConverter" or "GC" or "String" or "Object" or "IntPtr" or "UIntPtr" or "IDisposable",
            "System.Collections.Generic" or "System.Buffers.Binary" or "System.Numerics" or "System.Runtime.Intrinsics" or "System.Runtime.CompilerServices" => true,
            "System.Buffers" => method.Name is "Return",
            "System.Runtime.InteropServices" => type.Name is "NativeMemory" or "MemoryMarshal"
                || (type.Name == "Marshal" && (method.Name.StartsWith("Read", StringComparison.Ordinal) || method.Name.StartsWith("Write", StringComparison.Ordinal)
                    || method.Name is "Copy" or "SizeOf" or "GetLastWin32Error" or "GetLastPInvokeError" || method.Name.IndexOf("Free", StringComparison.Ordinal) >= 0)),
            "System.Diagnostics" => type.Name is "Debug",
            _ => false,
        };
    }
}
