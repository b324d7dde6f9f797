namespace RestaurantSearch.Search;

/// <summary>The names of the three ways to allocate.</summary>
internal static class Variants
{
    public const string Gc = "gc";
    public const string ObjectPool = "objectpool";
    public const string Slabwise = "slabwise";

    public static readonly string[] All = [Gc, ObjectPool, Slabwise];
}
