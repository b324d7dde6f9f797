using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Framework types whose methods use an array while they run and keep nothing of it.</summary>
internal static class Borrowers
{
    private static readonly HashSet<string> s_types = new(StringComparer.Ordinal)
    {
        "System.Array", "System.BitConverter", "System.Buffer", "System.Console", "System.Convert", "System.GC",
        "System.Guid", "System.MemoryExtensions", "System.Object", "System.Random", "System.String",
        "System.Buffers.ArrayPool<T>", "System.Buffers.BuffersExtensions", "System.Buffers.RandomAccess",
        "System.Buffers.Binary.BinaryPrimitives", "System.Buffers.Text.Base64",
        "System.Buffers.Text.Utf8Formatter", "System.Buffers.Text.Utf8Parser",
        "System.Diagnostics.Debug",
        "System.IO.BinaryReader", "System.IO.BinaryWriter", "System.IO.File", "System.IO.RandomAccess",
        "System.IO.Stream", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.UnmanagedMemoryAccessor",
        "System.Net.Sockets.Socket", "System.Net.WebSockets.WebSocket",
        "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.Marshal", "System.Runtime.InteropServices.MemoryMarshal", "System.Runtime.InteropServices.NativeMemory",
        "System.Security.Cryptography.CryptographicOperations", "System.Security.Cryptography.HashAlgorithm",
        "System.Security.Cryptography.ICryptoTransform", "System.Security.Cryptography.RandomNumberGenerator",
        "System.Security.Cryptography.SymmetricAlgorithm",
        "System.Text.Decoder", "System.Text.Encoder", "System.Text.Encoding", "System.Text.StringBuilder",
        "System.Text.Unicode.Utf8",
    };

    /// <summary>Whether what is given for <paramref name="parameter"/> is written somewhere as a value.</summary>
    public static bool Stores(IParameterSymbol parameter) =>
        parameter is { Name: "value" or "val", ContainingSymbol.Name: "WriteIntPtr" or "Write" or "WriteUnaligned" or "SetValue" or "Fill" };

    public static bool Contains(IMethodSymbol method)
    {
        // These hand the array, or something that wraps it, to whoever asks.
        if (method.Name is "AsReadOnly" or "TryGetArray" or "TryGetMemoryManager" or "ToEnumerable" or "CreateFromPinnedArray" or "AsPointer") return false;
        if (method.MethodKind == MethodKind.Constructor) return method.ContainingType.SpecialType == SpecialType.System_String;
        // What user code adds to a stream of its own may take over what it gets; what it overrides keeps the contract.
        if (!method.DeclaringSyntaxReferences.IsEmpty)
        {
            while (method.OverriddenMethod is { } overridden) method = overridden;
            if (!method.DeclaringSyntaxReferences.IsEmpty) return false;
        }

        for (INamedTypeSymbol? type = method.ReducedFrom?.ContainingType ?? method.ContainingType; type is not null; type = type.BaseType)
        {
            if (type.SpecialType == SpecialType.System_Object)
                return SymbolEqualityComparer.Default.Equals(type, method.ContainingType);
            if (s_types.Contains(type.OriginalDefinition.ToDisplayString())) return true;
        }

        return false;
    }
}
