using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

/// <summary>What types say about the threads that may use them.</summary>
internal static class Affinity
{
    private const int PerThread = 1;

    /// <summary>The type is marked <c>[SingleThread]</c>, or derives from one that is.</summary>
    public static bool IsSingleThread(ITypeSymbol? type) => MarkOf(type) is not null;

    /// <summary>Only the thread that made an instance may ever use it, however well others wait for their turn.</summary>
    public static bool IsBoundToItsThread(ITypeSymbol? type) => MarkOf(type) is { } mark && !MayMove(mark);

    /// <summary>Rentals of <paramref name="type"/>, a pooled type or a handle to one, come from a per-thread cache.</summary>
    public static bool IsPerThread(ITypeSymbol? type)
    {
        if (PooledTypeOf(type) is not { } pooled) return false;
        foreach (AttributeData attribute in pooled.GetAttributes())
        {
            if (!IsOurs(attribute, "SizeClassPooledAttribute")) continue;
            foreach (KeyValuePair<string, TypedConstant> option in attribute.NamedArguments)
                if (option.Key == "Cache" && option.Value.Value is PerThread) return true;
        }

        return false;
    }

    /// <summary>A class or struct marked <c>[SizeClassPooled]</c>.</summary>
    public static bool IsPooled(ITypeSymbol? type)
    {
        if (PooledTypeOf(type) is not { } pooled) return false;
        foreach (AttributeData attribute in pooled.GetAttributes())
            if (IsOurs(attribute, "SizeClassPooledAttribute")) return true;
        return false;
    }

    /// <summary>The type that is pooled, where <paramref name="type"/> is it or a handle or lease of it.</summary>
    public static INamedTypeSymbol? PooledTypeOf(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { TypeArguments.Length: 1 } generic && OwnershipModel.IsHandleOrLease(type))
            return generic.TypeArguments[0] as INamedTypeSymbol;
        return type as INamedTypeSymbol;
    }

    private static AttributeData? MarkOf(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (AttributeData attribute in current.OriginalDefinition.GetAttributes())
                if (IsOurs(attribute, "SingleThreadAttribute")) return attribute;
        }

        return null;
    }

    private static bool MayMove(AttributeData mark)
    {
        foreach (KeyValuePair<string, TypedConstant> option in mark.NamedArguments)
            if (option.Key == "MayMove" && option.Value.Value is true) return true;
        return false;
    }

    private static bool IsOurs(AttributeData attribute, string name) =>
        attribute.AttributeClass is { } type && type.Name == name && OwnershipNames.IsOurNamespace(type.ContainingNamespace);
}
