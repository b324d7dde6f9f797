namespace Slabwise.Shared;

/// <summary>Whether somebody may derive from a pooled class.</summary>
internal static class SealedCheck
{
    /// <summary>At most one finding.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        if (!declaration.Type.IsSealed) yield return new Finding(FindingKind.NotSealed, declaration.Location, declaration.DisplayName);
    }
}
