using System.Globalization;

namespace Slabwise.Runtime.Tests;

/// <summary>What the kernel says of this process's memory, mapping by mapping: its policy, and how many pages lie on which node.</summary>
internal sealed class NumaMaps
{
    private readonly List<Mapping> _mappings = [];

    public NumaMaps()
    {
        foreach (string line in File.ReadLines("/proc/self/numa_maps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var pages = new Dictionary<int, long>();
            foreach (string word in words.Skip(2))
            {
                if (word[0] != 'N' || !char.IsAsciiDigit(word[1])) continue;
                string[] parts = word[1..].Split('=');
                pages[int.Parse(parts[0], CultureInfo.InvariantCulture)] = long.Parse(parts[1], CultureInfo.InvariantCulture);
            }

            _mappings.Add(new Mapping(nint.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), words[1], pages));
        }
    }

    /// <summary>The mapping that an address of this process lies in.</summary>
    public Mapping Of(nint address) => _mappings.Last(mapping => mapping.Start <= address);

    public sealed record Mapping(nint Start, string Policy, Dictionary<int, long> PagesOfNode)
    {
        public override string ToString() => $"{Start:x} {Policy} {string.Join(' ', PagesOfNode.Select(pages => $"N{pages.Key}={pages.Value}"))}";
    }
}
