using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>
/// Tells what the author wrote from what the generator added: an analyzer sees both, and would otherwise find every
/// good type in conflict with its own pool.
/// </summary>
internal static class GeneratedMembers
{
    /// <summary>The members of <paramref name="type"/> that its author wrote.</summary>
    public static IEnumerable<ISymbol> WrittenMembers(INamedTypeSymbol type) =>
        type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !IsGenerated(member));

    /// <summary>Whether a symbol is declared in one of the generator's files and nowhere else.</summary>
    public static bool IsGenerated(ISymbol symbol) =>
        !symbol.DeclaringSyntaxReferences.IsEmpty && symbol.DeclaringSyntaxReferences.All(IsGenerated);

    /// <summary>Whether a declaration stands in one of the generator's files, whose paths carry its name.</summary>
    public static bool IsGenerated(SyntaxReference reference) =>
        reference.SyntaxTree.FilePath.Contains(KnownNames.Generator);
}
