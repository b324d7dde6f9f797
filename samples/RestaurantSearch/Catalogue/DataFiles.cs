using System.Globalization;
using System.IO.Compression;

namespace RestaurantSearch.Catalogue;

/// <summary>Reads the two compressed text files that are embedded in the assembly.</summary>
internal static class DataFiles
{
    private const string Everywhere = "*";

    public static List<City> ReadCities()
    {
        List<City> cities = new(140_000);
        foreach (string line in ReadLines("cities.txt.br"))
        {
            string[] fields = line.Split('\t');
            cities.Add(new City(fields[0], string.Intern(fields[1]), int.Parse(fields[2], CultureInfo.InvariantCulture)));
        }
        return cities;
    }

    public static List<Brand> ReadBrands()
    {
        List<Brand> brands = [];
        foreach (string line in ReadLines("brands.txt.br"))
        {
            string[] fields = line.Split('\t');
            string[] cuisines = fields[2].Split(';', StringSplitOptions.RemoveEmptyEntries);
            string[] countries = fields[3] == Everywhere ? [] : fields[3].Split(',');
            brands.Add(new Brand(fields[0], fields[1], cuisines, countries));
        }
        return brands;
    }

    private static IEnumerable<string> ReadLines(string resource)
    {
        using Stream compressed = typeof(DataFiles).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The data file {resource} is missing from the build.");
        using BrotliStream text = new(compressed, CompressionMode.Decompress);
        using StreamReader reader = new(text);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
