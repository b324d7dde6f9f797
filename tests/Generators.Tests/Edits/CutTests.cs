using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Slabwise.Generators.Tests.Edits;

/// <summary>Files that end anywhere, miss a piece or have one twice: what an editor holds, and few of whose declarations are whole.</summary>
public class CutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void FilesCutAnywhereWriteWhatANewDriverWrites(int seed)
    {
        Random random = new(seed);
        CSharpCompilation compilation = new Edition().Compilation;
        string[] whole = [.. compilation.SyntaxTrees.Select(tree => tree.ToString())];
        GeneratorDriver driver = GeneratorHost.RunUntracked(compilation);
        for (int step = 0; step < 150; step++)
        {
            int at = random.Next(whole.Length);
            SyntaxTree tree = compilation.SyntaxTrees[at];
            // One in three is mended, or nothing would be left in the end.
            string text = random.Next(3) == 0 ? whole[at] : Cut(tree.ToString(), random);
            compilation = compilation.ReplaceSyntaxTree(tree, Edition.Change(tree, text));
            driver = driver.RunGenerators(compilation);
            GeneratorHost.AssertAsANewDriver(driver, compilation, $"step {step}, {tree.FilePath}:\n{text}");
        }
    }

    private static string Cut(string text, Random random)
    {
        if (text.Length == 0) return text;
        int from = random.Next(text.Length), length = random.Next(Math.Min(30, text.Length - from));
        return random.Next(4) switch
        {
            0 => text[..from],
            1 => text.Insert(random.Next(text.Length), text.Substring(from, length)),
            _ => text.Remove(from, length),
        };
    }
}
