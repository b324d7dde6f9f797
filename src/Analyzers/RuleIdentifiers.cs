namespace Slabwise.Analyzers;

/// <summary>The ids of all rules, and where each one is explained.</summary>
public static class RuleIdentifiers
{
    /// <summary>A pooled type is not partial.</summary>
    public const string TypeNotPartial = "SLAB001";

    /// <summary>A pooled struct holds references.</summary>
    public const string ReferencesInStruct = "SLAB002";

    /// <summary>A type around a pooled type is not partial.</summary>
    public const string ContainerNotPartial = "SLAB003";

    /// <summary>A type is of a kind that has no pool.</summary>
    public const string UnsupportedKind = "SLAB004";

    /// <summary>An option has a value that it cannot have.</summary>
    public const string BadOption = "SLAB005";

    /// <summary>A name clashes with a generated member.</summary>
    public const string MemberClash = "SLAB006";

    /// <summary>A pool cannot create the objects of its class.</summary>
    public const string CannotConstruct = "SLAB007";

    /// <summary>A pooled class keeps references while it is idle.</summary>
    public const string StateWithoutOnReturn = "SLAB008";

    /// <summary>The layout of a slab is known only at run time.</summary>
    public const string LayoutAtRunTime = "SLAB009";

    /// <summary>A pooled class can be derived from.</summary>
    public const string PooledClassNotSealed = "SLAB010";

    /// <summary>The page that explains <paramref name="id"/>.</summary>
    public static string GetHelpUri(string id) => "https://github.com/slabwise/slabwise/blob/main/docs/rules/" + id + ".md";
}
