using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>Calls that take every element they are given for data.</summary>
internal static class WholeUse
{
    /// <summary>Ordinal of the parameter whose whole contents the method reads; -1 for its instance; null where it reads none.</summary>
    public static int? DataOf(IMethodSymbol method)
    {
        method = method.ReducedFrom ?? method;
        string type = method.ContainingType.Name;
        if (method.MethodKind == MethodKind.Constructor)
            return method.Parameters.Length == 1 && (method.ContainingType.SpecialType == SpecialType.System_String || type is "BigInteger" or "Guid" or "ByteArrayContent" or "ReadOnlyMemoryContent") ? 0 : null;
        return method.Name switch
        {
            "Write" or "WriteAsync" or "WriteLine" => Inherits(method.ContainingType, "Stream", "BinaryWriter", "TextWriter", "PipeWriter") ? 0 : type == "RandomAccess" ? 1 : null,
            // It waits for more than was asked for.
            "ReadExactly" or "ReadExactlyAsync" => Inherits(method.ContainingType, "Stream") ? 0 : null,
            "GetString" or "GetChars" or "GetCharCount" or "GetBytes" or "GetByteCount" => Inherits(method.ContainingType, "Encoding") ? 0 : null,
            "ToBase64String" or "ToHexString" or "ToHexStringLower" => type == "Convert" ? 0 : null,
            "ToString" => type == "BitConverter" ? 0 : null,
            "ComputeHash" or "HashData" or "TryHashData" or "AppendData" => Is(method, "Cryptography") ? 0 : null,
            "WriteAllBytes" or "WriteAllBytesAsync" or "AppendAllBytes" or "AppendAllBytesAsync" => type == "File" ? 1 : null,
            "Join" => method.ContainingType.SpecialType == SpecialType.System_String && method.Parameters.Length == 2 ? 1 : null,
            "Concat" => method.ContainingType.SpecialType == SpecialType.System_String && method.Parameters.Length == 1 ? 0 : null,
            "Sort" or "Reverse" => type is "Array" or "MemoryExtensions" && method.Parameters.Length == 1 ? 0 : null,
            "Sum" or "Max" or "Min" or "Average" or "Last" or "LastOrDefault" or "Aggregate" or "ToHashSet" or "ToList" or "All" or "Any" or "Count" =>
                type == "Enumerable" ? 0 : null,
            "SequenceEqual" or "SequenceCompareTo" or "Contains" => type is "Enumerable" or "MemoryExtensions" ? 0 : null,
            "ToArray" => type == "Enumerable" ? 0 : Views.IsView(method.ContainingType) ? -1 : null,
            "CopyTo" => type == "Array" || Views.IsView(method.ContainingType) ? -1 : type == "MemoryExtensions" ? 0 : null,
            "WhenAll" or "WaitAll" or "WhenAny" or "WaitAny" => type is "Task" or "WaitHandle" ? 0 : null,
            "Send" or "SendAsync" => type is "Socket" or "UdpClient" or "WebSocket" ? 0 : null,
            "Deserialize" => type is "JsonSerializer" ? 0 : null,
            "Parse" => type is "JsonDocument" ? 0 : null,
            _ => null,
        };
    }

    /// <summary>Calls that fill all of what they are given, so that it holds nothing foreign.</summary>
    public static bool Fills(IMethodSymbol method) => method.Name is "NextBytes" or "Fill" or "GetNonZeroBytes" or "Clear" or "GetItems" or "Shuffle"
        || (method.Name == "GetBytes" && method.ContainingType.Name == "RandomNumberGenerator");

    private static bool Inherits(INamedTypeSymbol? type, params string[] names)
    {
        for (; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
            if (Array.IndexOf(names, type.Name) >= 0) return true;
        return false;
    }

    private static bool Is(IMethodSymbol method, string space) => method.ContainingType.ContainingNamespace.Name == space;
}
