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

        IndexEntry[] entries = Join(catalogue.Restaurants, brandTerms, cityTerms, sortedNumber);
        Postings postings = Postings.Invert(entries, terms.Length);
        BestOfPrefixes best = new(terms, postings, catalogue.Restaurants.Length);
        return new PrefixIndex(terms, postings, entries, best.Merge());
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

    private static IndexEntry[] Join(Restaurant[] restaurants, int[][] brandTerms, int[][] cityTerms, int[] sortedNumber)
    {
        IndexEntry[] entries = new IndexEntry[restaurants.Length];
        for (int i = 0; i < restaurants.Length; i++)
        {
            IndexEntry entry = new() { Popularity = restaurants[i].Popularity };
            foreach (int term in brandTerms[restaurants[i].Brand])
                entry.Add(sortedNumber[term]);
            foreach (int term in cityTerms[restaurants[i].City])
                entry.Add(sortedNumber[term]);
            entries[i] = entry;
        }
        return entries;
    }
}
