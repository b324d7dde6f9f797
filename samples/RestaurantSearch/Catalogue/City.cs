namespace RestaurantSearch.Catalogue;

/// <summary>A populated place.</summary>
internal sealed record City(string Name, string Country, int Population);
