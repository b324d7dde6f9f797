namespace Slabwise.Shared;

/// <summary>Whether the geometry of the slabs is left to the running machine.</summary>
internal static class LayoutCheck
{
    /// <summary>At most one finding.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        if (!declaration.Layout.IsKnown)
            yield return new Finding(FindingKind.LayoutAtRunTime, declaration.Location, declaration.DisplayName, declaration.Layout.UnknownReason!);
    }
}
