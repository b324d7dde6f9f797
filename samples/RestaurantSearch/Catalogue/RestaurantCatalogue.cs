namespace RestaurantSearch.Catalogue;

/// <summary>
/// Everything that can be found. Every city gets as many restaurants as its size supports, drawn from the brands of its
/// country; the numbers of restaurants are their ranks, the most popular one is 0.
/// </summary>
internal sealed class RestaurantCatalogue
{
    private RestaurantCatalogue(List<City> cities, List<Brand> brands, Restaurant[] restaurants) =>
        (Cities, Brands, Restaurants) = (cities, brands, restaurants);

    public IReadOnlyList<City> Cities { get; }

    public IReadOnlyList<Brand> Brands { get; }

    public Restaurant[] Restaurants { get; }

    public string NameOf(int restaurant)
    {
        Restaurant r = Restaurants[restaurant];
        return $"{Brands[r.Brand].Name} {Cities[r.City].Name}";
    }

    public static RestaurantCatalogue Load() => Build(DataFiles.ReadCities(), DataFiles.ReadBrands());

    public static RestaurantCatalogue Build(List<City> cities, List<Brand> brands)
    {
        Dictionary<string, int[]> brandsOfCountry = GroupByCountry(cities, brands);
        List<Restaurant> restaurants = new(cities.Count * 3);
        for (int city = 0; city < cities.Count; city++)
        {
            int[] choice = brandsOfCountry[cities[city].Country];
            int count = Math.Min(choice.Length, CountFor(cities[city].Population));
            ulong seed = Mixer.Mix((ulong)city);
            int step = CoprimeStep(seed >> 32, choice.Length);
            int at = choice.Length == 0 ? 0 : (int)(seed % (ulong)choice.Length);
            for (int i = 0; i < count; i++)
            {
                restaurants.Add(new Restaurant(choice[at], city, Popularity(cities[city], brands[choice[at]], seed, i)));
                at = (at + step) % choice.Length;
            }
        }
        Restaurant[] sorted = [.. restaurants.OrderByDescending(r => r.Popularity).ThenBy(r => r.City).ThenBy(r => r.Brand)];
        return new RestaurantCatalogue(cities, brands, sorted);
    }

    /// <summary>Two in a village, eighty in the largest city.</summary>
    private static int CountFor(int population) => 1 + (int)(Math.Sqrt(population) / 60);

    private static int Popularity(City city, Brand brand, ulong seed, int index)
    {
        double reach = brand.Countries.Length == 0 ? 30 : Math.Min(30, brand.Countries.Length);
        double luck = 0.5 + (Mixer.Mix(seed + (ulong)index) % 1000) / 1000.0;
        return (int)(Math.Sqrt(city.Population + 100) * Math.Sqrt(reach) * luck);
    }

    /// <summary>A step that visits every brand once before it repeats one.</summary>
    private static int CoprimeStep(ulong seed, int length)
    {
        if (length <= 2)
            return 1;
        int step = 1 + (int)(seed % (ulong)(length - 1));
        while (GreatestCommonDivisor(step, length) != 1)
            step = step % (length - 1) + 1;
        return step;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private static Dictionary<string, int[]> GroupByCountry(List<City> cities, List<Brand> brands)
    {
        Dictionary<string, List<int>> groups = [];
        foreach (City city in cities)
            groups.TryAdd(city.Country, []);
        for (int brand = 0; brand < brands.Count; brand++)
        {
            if (brands[brand].Countries is { Length: > 0 } countries)
            {
                foreach (string country in countries)
                    groups.GetValueOrDefault(country)?.Add(brand);
            }
            else
            {
                foreach (List<int> group in groups.Values)
                    group.Add(brand);
            }
        }
        return groups.ToDictionary(g => g.Key, g => g.Value.ToArray());
    }
}
