using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>
/// Compares generated files with those in the repository, in the manner of Verify.SourceGenerators: the expected file
/// is <c>Test#hintName.verified.cs</c>, and a difference leaves <c>Test#hintName.received.cs</c> beside it.
/// </summary>
internal static class Snapshot
{
    /// <summary>Compares every file that <paramref name="driver"/> produced.</summary>
    public static void Verify(GeneratorDriver driver, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots");
        string prefix = $"{Path.GetFileNameWithoutExtension(testFile)}.{test}#";
        Directory.CreateDirectory(folder);
        HashSet<string> left = [.. Directory.GetFiles(folder, prefix + "*.verified.cs")];
        List<string> differences = [];
        foreach (GeneratedSourceResult file in driver.GetRunResult().Results.SelectMany(r => r.GeneratedSources))
        {
            string name = Path.Combine(folder, prefix + Path.ChangeExtension(file.HintName, null));
            string verified = name + ".verified.cs";
            string received = name + ".received.cs";
            string actual = file.SourceText.ToString();
            left.Remove(verified);
            File.Delete(received);
            if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == actual) continue;
            File.WriteAllText(received, actual);
            differences.Add(received);
        }

        differences.AddRange(left.Select(file => "no longer generated: " + file));
        if (differences.Count > 0) Assert.Fail(string.Join("\n", differences));
    }
}
