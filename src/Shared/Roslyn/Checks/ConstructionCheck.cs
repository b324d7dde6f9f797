using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>How the pool of a class makes a new object.</summary>
internal static class ConstructionCheck
{
    /// <summary>At most one finding.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        if (!HasCreate(declaration.Type) && WhyNot(declaration.Type) is { } reason)
            yield return new Finding(FindingKind.CannotConstruct, declaration.Location, declaration.DisplayName, reason);
    }

    /// <summary>Whether the author wrote <c>static T Create()</c>, which then replaces <c>new T()</c>.</summary>
    public static bool HasCreate(INamedTypeSymbol type) => type.GetMembers(KnownNames.Create).OfType<IMethodSymbol>().Any(method =>
        method is { IsStatic: true, Arity: 0, Parameters.IsEmpty: true, ReturnsByRef: false, ReturnsByRefReadonly: false }
        && SymbolEqualityComparer.Default.Equals(method.ReturnType, type));

    private static string? WhyNot(INamedTypeSymbol type)
    {
        IMethodSymbol? constructor = type.InstanceConstructors.FirstOrDefault(c => c.Parameters.IsEmpty)
            ?? type.InstanceConstructors.FirstOrDefault(c => c.Parameters.All(p => p.IsOptional || p.IsParams));
        if (constructor is null) return "it has no constructor without parameters";
        if (SetsRequiredMembers(constructor)) return null;
        ImmutableArray<string> required = [.. RequiredMembers(type)];
        return required.IsEmpty ? null : $"'{string.Join("', '", required)}' must be set by an object initializer";
    }

    private static bool SetsRequiredMembers(IMethodSymbol constructor) => constructor.GetAttributes().Any(a =>
        a.AttributeClass?.ToDisplayString() == "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");

    private static IEnumerable<string> RequiredMembers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            foreach (ISymbol member in t.GetMembers())
                if (member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true, IsOverride: false })
                    yield return member.Name;
        }
    }
}
