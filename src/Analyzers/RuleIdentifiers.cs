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

    /// <summary>A rental is never given back on some normal path.</summary>
    public const string Leak = "SLAB101";

    /// <summary>A rental is given back a second time.</summary>
    public const string DoubleReturn = "SLAB102";

    /// <summary>A rental, or a view over it, is used after it was given back.</summary>
    public const string UseAfterReturn = "SLAB103";

    /// <summary>A rental goes back to another pool than its own.</summary>
    public const string WrongPool = "SLAB104";

    /// <summary>Something is given back that was never rented.</summary>
    public const string NotRented = "SLAB105";

    /// <summary>The last reference to a rental is overwritten.</summary>
    public const string Overwritten = "SLAB106";

    /// <summary>A rental stays reachable for others and is given back as well.</summary>
    public const string Escape = "SLAB107";

    /// <summary>A lease is not held by a using.</summary>
    public const string LeaseWithoutUsing = "SLAB108";

    /// <summary>A handle or owner is copied, and each copy is given back.</summary>
    public const string CopyReturned = "SLAB109";

    /// <summary>A rental is thrown away at once.</summary>
    public const string Discarded = "SLAB110";

    /// <summary>An exception on the way leaves a rental behind.</summary>
    public const string LeakOnThrow = "SLAB111";

    /// <summary>A field gets a rental that nothing in its type returns.</summary>
    public const string UnreturnedField = "SLAB112";

    /// <summary>The length of a rented array is taken for the length that was asked for.</summary>
    public const string LengthTrusted = "SLAB113";

    /// <summary>An array goes back with the references that it holds.</summary>
    public const string ReturnedUncleared = "SLAB114";

    /// <summary>A disposal returns a field that it or another method has returned.</summary>
    public const string DoubleDisposal = "SLAB115";

    /// <summary>A field still holds what was returned, and other members use it.</summary>
    public const string StaleField = "SLAB116";

    /// <summary>A loop gives back one value again and again.</summary>
    public const string ReturnInLoop = "SLAB117";

    /// <summary>A view, pointer or unfinished task outlives its rental.</summary>
    public const string OutlivedView = "SLAB118";

    /// <summary>A single-thread object is used on another thread.</summary>
    public const string CrossThreadUse = "SLAB201";

    /// <summary>A value that belongs to one thread is held across an await.</summary>
    public const string HeldAcrossAwait = "SLAB202";

    /// <summary>A rental is kept in thread-static or async-local state.</summary>
    public const string KeptInThreadState = "SLAB203";

    /// <summary>A rental is returned from a finalizer.</summary>
    public const string ReturnedByFinalizer = "SLAB204";

    /// <summary>An object of a per-thread pool is given back on another thread.</summary>
    public const string CrossThreadReturn = "SLAB205";

    /// <summary>A size is just past a size class of Slabwise.</summary>
    public const string ClassEdge = "SLAB301";

    /// <summary>A size range lies on both sides of malloc's mmap threshold.</summary>
    public const string MmapThreshold = "SLAB302";

    /// <summary>An array lies on the large object heap.</summary>
    public const string LargeObjectEdge = "SLAB303";

    /// <summary>The rounding of an array pool doubles a rental.</summary>
    public const string PoolRounding = "SLAB304";

    /// <summary>A loop doubles an array past the large-object edge.</summary>
    public const string GrowthLoop = "SLAB305";

    /// <summary>The padding of a pooled struct costs slots.</summary>
    public const string Padding = "SLAB401";

    /// <summary>A pooled struct is just past a boundary of its slabs.</summary>
    public const string TypeEdge = "SLAB402";

    /// <summary>The page that explains <paramref name="id"/>.</summary>
    public static string GetHelpUri(string id) => "https://github.com/slabwise/slabwise/blob/main/docs/rules/" + id + ".md";
}
