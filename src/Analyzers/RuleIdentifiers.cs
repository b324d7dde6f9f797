namespace Slabwise.Analyzers;

/// <summary>The ids of all rules, and where each one is explained.</summary>
public static class RuleIdentifiers
{
    /// <summary>A rental is never given back on some normal path.</summary>
    public const string Leak = "SLAB101";

    /// <summary>A rental is given back a second time.</summary>
    public const string DoubleReturn = "SLAB102";

    /// <summary>A rental, or a view over it, is used after it was given back.</summary>
    public const string UseAfterReturn = "SLAB103";

    /// <summary>A single-thread object is used on another thread.</summary>
    public const string CrossThreadUse = "SLAB201";

    /// <summary>An object of a per-thread pool is given back on another thread.</summary>
    public const string CrossThreadReturn = "SLAB205";

    /// <summary>An array lies on the large object heap.</summary>
    public const string LargeObjectEdge = "SLAB303";

    /// <summary>The page that explains <paramref name="id"/>.</summary>
    public static string GetHelpUri(string id) => "https://github.com/slabwise/slabwise/blob/main/docs/rules/" + id + ".md";
}
