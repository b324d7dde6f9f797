namespace RestaurantSearch.Comparing;

/// <summary>What a comparison was asked for.</summary>
internal sealed record ComparisonOptions(IReadOnlyList<string> Variants, TimeSpan Time, int Records, int Connections, string? JsonFile);
