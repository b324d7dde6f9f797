using System.Runtime.InteropServices;
using RestaurantSearch.Catalogue;

namespace RestaurantSearch.Search;

/// <summary>Builds the index of a catalogue.</summary>
internal static class PrefixIndexBuilder
{
    public static PrefixIndex Build(RestaurantCatalogue catalogue)
    {
        Dictionary<string, int> numbers = [];
        int[][] brandTerms = [.. catalogue.Brands.Select(b => TermsOf(numbers, [b.Name, b.Kind, .. b.Cuisines]))];
        int[][] cityTerms = [.. catalogue.Cities.Select(c => TermsOf(numbers, [c.Name]))];

        string[] terms = [.. numbers.Keys];
        Array.Sort(terms, StringComparer.Ordinal);
        int[] sortedNumber = new int[terms.Length];
        for (int i = 0; i < terms.Length; i++)
            sortedNumber[numbers[terms[i]]] = i;

        Postings termsOfRestaurant = Join(catalogue.Restaurants, brandTerms, cityTerms, sortedNumber);
        Postings postings = termsOfRestaurant.Invert(terms.Length);
        BestOfPrefixes best = new(terms, postings, catalogue.Restaurants.Length);
        return new PrefixIndex(terms, postings, termsOfRestaurant, best.Merge());
    }

    private static int[] TermsOf(Dictionary<string, int> numbers, IEnumerable<string> texts)
    {
        List<int> terms = [];
        foreach (string text in texts)
        {
            foreach (string word in TextFolding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, word, out bool known);
                if (!known)
                    number = numbers.Count - 1;
                if (!terms.Contains(number))
                    terms.Add(number);
            }
        }
        return [.. terms];
    }

    private static Postings Join(Restaurant[] restaurants, int[][] brandTerms, int[][] cityTerms, int[] sortedNumber)
    {
        int[] starts = new int[restaurants.Length + 1];
        List<int> values = new(restaurants.Length * 5);
        for (int i = 0; i < restaurants.Length; i++)
        {
            int[] brand = brandTerms[restaurants[i].Brand];
            foreach (int term in brand)
                values.Add(sortedNumber[term]);
            foreach (int term in cityTerms[restaurants[i].City])
            {
                if (!brand.Contains(term))
                    values.Add(sortedNumber[term]);
            }
            starts[i + 1] = values.Count;
        }
        return new Postings(starts, [.. values]);
    }
}
