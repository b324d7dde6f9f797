using System.Collections.Immutable;
using System.Reflection;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Corpus;

/// <summary>
/// A real bug, reduced and written anew: a header that says where it was found and what went wrong, a namespace
/// <c>Buggy</c> with marks where something is to be reported, and a namespace <c>Mended</c> without any.
/// </summary>
/// <remarks>A mark <c>NotFound</c> stands where no analyzer sees the bug yet; the header's <c>Limit</c> says why.</remarks>
internal sealed class Case
{
    public const string NotFound = nameof(NotFound);

    private Case(string name, string text)
    {
        Name = name;
        Code = Markup.Parse(text);
        string[] header = [.. text.Split('\n').TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)).Select(line => line[2..].Trim())];
        Source = Field(header, "Source: ");
        Limit = Field(header, "Limit: ");
        int mended = Code.Source.IndexOf("\nnamespace Mended", StringComparison.Ordinal);
        MendedLine = mended < 0 ? int.MaxValue : LineOf(mended + 1);
    }

    public static ImmutableArray<Case> All { get; } = Load();

    /// <summary>Family and file name, as in <c>ArrayPool/ReturnedInBodyAndFinally</c>.</summary>
    public string Name { get; }

    public string Family => Name.Split('/')[0];

    public Markup Code { get; }

    /// <summary>Repository and number of the issue or pull request.</summary>
    public string? Source { get; }

    /// <summary>Why the marks that say <c>NotFound</c> say so.</summary>
    public string? Limit { get; }

    /// <summary>Where the mended form begins, counted from 1.</summary>
    public int MendedLine { get; }

    /// <summary>Id and line of each mark. Lines, not columns: where on its line a rule points is for the rule's own tests.</summary>
    public ImmutableArray<(int Line, string Id)> Marks => [.. Code.Spans.Select(mark => (LineOf(mark.Span.Start), mark.Id ?? ""))];

    public int LineOf(int position) => Code.Source.AsSpan(0, position).Count('\n') + 1;

    private static string? Field(string[] header, string key) =>
        header.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..];

    private static ImmutableArray<Case> Load()
    {
        string root = typeof(Case).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string folder = Path.Combine(root, "tests", "Analyzers.Corpus", "Cases");
        return
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
                new Case(Path.ChangeExtension(Path.GetRelativePath(folder, path), null).Replace('\\', '/'), File.ReadAllText(path).ReplaceLineEndings("\n"))),
        ];
    }
}
