namespace RestaurantSearch.Catalogue;

/// <summary>A chain of restaurants, and the countries it is found in (none: everywhere).</summary>
internal sealed record Brand(string Name, string Kind, string[] Cuisines, string[] Countries);
