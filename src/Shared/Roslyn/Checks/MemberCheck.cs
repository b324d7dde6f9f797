using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>Which names of the type leave no room for the pool's members.</summary>
internal static class MemberCheck
{
    /// <summary>One finding for each name.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        HashSet<string> reserved = new(PoolMembers.Of(declaration).Select(m => m.Name), StringComparer.Ordinal);
        if (reserved.Contains(declaration.Type.Name))
            yield return Clash(declaration.Type, "the type itself");
        foreach (ITypeParameterSymbol parameter in declaration.Type.TypeParameters)
            if (reserved.Contains(parameter.Name))
                yield return Clash(parameter, "its type parameter");

        foreach (ISymbol member in GeneratedMembers.WrittenMembers(declaration.Type))
        {
            if (PoolMembers.Of(declaration).Any(m => m.CollidesWith(member)) || (!declaration.IsStruct && IsUnfitHook(member)))
                yield return Clash(member, "its member");
        }

        Finding Clash(ISymbol symbol, string what) =>
            new(FindingKind.MemberClash, symbol.Locations[0], declaration.DisplayName, what, symbol.Name);
    }

    // A parameterless method of that name which is not a hook would stand where the hook's declaration goes.
    private static bool IsUnfitHook(ISymbol member)
    {
        if (member.Name is not (KnownNames.OnRent or KnownNames.OnReturn)) return false;
        return member is not IMethodSymbol method || (method is { Arity: 0, Parameters.IsEmpty: true } && !PoolHook.IsHook(method));
    }
}
