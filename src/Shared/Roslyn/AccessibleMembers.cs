using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>What a class sees of the classes that it derives from.</summary>
internal static class AccessibleMembers
{
    /// <summary>Whether code in <paramref name="derived"/> can name a member of one of its base classes.</summary>
    public static bool FromDerived(ISymbol member, INamedTypeSymbol derived) => member.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal =>
            SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, derived.ContainingAssembly),
        _ => false,
    };

    /// <summary>Whether <paramref name="member"/>, declared in <paramref name="type"/>, would hide an inherited one.
    /// A pooled base class counts: its generated members do not exist yet when a generator looks.</summary>
    public static bool WouldHide(INamedTypeSymbol type, PoolMember member)
    {
        for (INamedTypeSymbol? t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t.GetMembers(member.Name).Any(m => member.CollidesWith(m) && FromDerived(m, type))) return true;
            if (PooledDeclaration.Find(t) is { } pooled && IsPublic(member) && PoolMembers.Of(pooled).Contains(member, SignatureComparer)) return true;
        }

        return false;
    }

    private static bool IsPublic(PoolMember member) =>
        member.Name is not (PoolMembers.SlotField or PoolMembers.StateClass or PoolMembers.RunHook);

    private static IEqualityComparer<PoolMember> SignatureComparer { get; } = new BySignature();

    private sealed class BySignature : IEqualityComparer<PoolMember>
    {
        public bool Equals(PoolMember? x, PoolMember? y) => x is not null && y is not null
            && x.Name == y.Name && (x.Parameters ?? []).SequenceEqual(y.Parameters ?? []);

        public int GetHashCode(PoolMember obj) => StringComparer.Ordinal.GetHashCode(obj.Name);
    }
}
