using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>Names that the analyzers share with the runtime. They are matched as text, because the analyzers also run
/// where the runtime is not referenced and a project declares the attributes itself.</summary>
internal static class OwnershipNames
{
    public const string Prefix = "Slabwise.";
    public const string OwnedAttribute = Prefix + "OwnedAttribute";
    public const string BorrowedAttribute = Prefix + "BorrowedAttribute";
    public const string ReturnsOwnedAttribute = Prefix + "ReturnsOwnedAttribute";
    public const string SingleThreadAttribute = Prefix + "SingleThreadAttribute";
    public const string SizeClassPooledAttribute = Prefix + "SizeClassPooledAttribute";

    public const string NativeHeap = Prefix + "NativeHeap";

    public const string Handle = "Pooled`1";
    public const string StructLease = "PooledLease`1";
    public const string ObjectLease = "ObjectLease`1";

    public static bool IsOurNamespace(INamespaceSymbol? space) =>
        space is { Name: "Slabwise", ContainingNamespace.IsGlobalNamespace: true };
}
