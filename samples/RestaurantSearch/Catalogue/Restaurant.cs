namespace RestaurantSearch.Catalogue;

/// <summary>One document of the search: a brand in a city.</summary>
internal readonly record struct Restaurant(int Brand, int City, int Popularity);
