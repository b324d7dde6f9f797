using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Slabwise.Runtime.Tests;

public partial class LayeringTests
{
    // From the top down; the diagnostics' own assertions and settings may be used anywhere.
    private static readonly string[] Layers = ["Heap", "Pools", "Caches", "Slabs", "Pages", "Os"];

    [Fact]
    public void EachFolderKnowsOnlyThoseBelowIt()
    {
        string runtime = Path.Combine(RepositoryRoot(), "src", "Runtime");
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            string[] files = Directory.GetFiles(Path.Combine(runtime, Layers[layer]), "*.cs", SearchOption.AllDirectories);
            Assert.NotEmpty(files);
            foreach (string file in files)
            {
                string text = File.ReadAllText(file);
                foreach (string above in Layers[..layer])
                    Assert.False(Uses(text, above), $"{Path.GetRelativePath(runtime, file)} uses {above}, which is above it");
            }
        }
    }

    private static bool Uses(string text, string layer) =>
        NameOfLayer().Matches(text).Any(match => match.Groups["layer"].Value == layer);

    [GeneratedRegex(@"^using Slabwise\.(?<layer>\w+)|(?<![\w.])(?<layer>Heap|Pools|Caches|Slabs|Pages|Os)\.[A-Z]", RegexOptions.Multiline)]
    private static partial Regex NameOfLayer();

    private static string RepositoryRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
