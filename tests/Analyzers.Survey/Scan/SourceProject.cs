using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Survey.Scan;

/// <summary>
/// A project read without a build: its own sources, the reference packs, and the projects it refers to. What comes from
/// packages is missing, so some code does not bind; what does bind is analysed as in a build.
/// </summary>
internal sealed class SourceProject(string path, ImmutableArray<string> files)
{
    private static readonly CSharpParseOptions s_options = new(
        LanguageVersion.Preview,
        DocumentationMode.None,
        preprocessorSymbols:
        [
            "NET", "NETCOREAPP", "NET10_0", "RELEASE", "TRACE", "FEATURE_SPAN",
            .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER"),
            "NETCOREAPP3_0_OR_GREATER", "NETCOREAPP3_1_OR_GREATER", "NETCOREAPP2_1_OR_GREATER", "NETCOREAPP3_1",
        ]);

    private static readonly string s_usings = string.Concat(
        new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }
            .Select(space => $"global using {space};\n"));

    private CSharpCompilation? _compilation;
    private bool _compiling;

    public string Path => path;

    public int Lines { get; private set; }

    /// <summary>
    /// All projects under <paramref name="folder"/>, each with the sources nearest to it; the folder itself where there is none. Projects of
    /// <paramref name="outside"/> come too, for others to refer to.
    /// </summary>
    public static ImmutableArray<SourceProject> Find(string folder, string? outside = null)
    {
        if (outside is not null && !folder.StartsWith(outside, StringComparison.Ordinal)) return [.. Find(folder), .. Find(outside)];
        EnumerationOptions deep = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] projects = [.. Directory.EnumerateFiles(folder, "*.csproj", deep).Order(StringComparer.Ordinal)];
        ILookup<string, string> byFolder = projects.ToLookup(project => System.IO.Path.GetDirectoryName(project)!);
        Dictionary<string, List<string>> owned = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", deep).Order(StringComparer.Ordinal))
        {
            if (file.Contains($"{System.IO.Path.DirectorySeparatorChar}obj{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal)) continue;
            string? owner = System.IO.Path.GetDirectoryName(file);
            while (owner is not null && owner.Length >= folder.Length && !byFolder.Contains(owner)) owner = System.IO.Path.GetDirectoryName(owner);
            string key = owner is not null && byFolder.Contains(owner) ? byFolder[owner].First() : folder;
            if (!owned.TryGetValue(key, out List<string>? list)) owned.Add(key, list = []);
            list.Add(file);
        }

        return [.. owned.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new SourceProject(pair.Key, [.. pair.Value]))];
    }

    /// <summary>Null where the project refers to itself in a circle.</summary>
    public CSharpCompilation? Compile(IReadOnlyDictionary<string, SourceProject> others)
    {
        if (_compilation is not null) return _compilation;
        if (_compiling) return null;
        _compiling = true;
        List<SyntaxTree> trees = [];
        foreach (string file in files)
        {
            SourceText text = SourceText.From(File.ReadAllText(file));
            Lines += text.Lines.Count;
            trees.Add(CSharpSyntaxTree.ParseText(text, s_options, file));
        }

        if (HasImplicitUsings()) trees.Add(CSharpSyntaxTree.ParseText(s_usings, s_options, "ImplicitUsings.g.cs"));
        MetadataReference[] references =
        [
            .. ReferencePack.Net, .. ReferencePack.AspNetCore,
            .. ProjectReferences().Select(reference => others.GetValueOrDefault(reference)?.Compile(others)?.ToMetadataReference()).OfType<MetadataReference>(),
        ];
        _compilation = CSharpCompilation.Create(System.IO.Path.GetFileNameWithoutExtension(path), trees, references, TestCompilation.Options
            .WithOutputKind(trees.Any(tree => tree.GetRoot() is Microsoft.CodeAnalysis.CSharp.Syntax.CompilationUnitSyntax unit
                && unit.Members.Any(member => member is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax))
                ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
        return _compilation;
    }

    private IEnumerable<string> ProjectReferences()
    {
        if (!File.Exists(path)) yield break;
        XDocument project;
        try
        {
            project = XDocument.Load(path);
        }
        catch (System.Xml.XmlException)
        {
            yield break;
        }

        foreach (XElement reference in project.Descendants().Where(element => element.Name.LocalName == "ProjectReference"))
        {
            if (reference.Attribute("Include")?.Value is { } include && !include.Contains('$'))
                yield return System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, include.Replace('\\', '/')));
        }
    }

    private bool HasImplicitUsings()
    {
        if (!File.Exists(path)) return false;
        if (Enables(path)) return true;
        for (string? folder = System.IO.Path.GetDirectoryName(path); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            string properties = System.IO.Path.Combine(folder, "Directory.Build.props");
            if (File.Exists(properties)) return Enables(properties);
        }

        return false;

        static bool Enables(string file) =>
            File.ReadAllText(file).Contains("<ImplicitUsings>enable", StringComparison.OrdinalIgnoreCase)
            || File.ReadAllText(file).Contains("<ImplicitUsings>true", StringComparison.OrdinalIgnoreCase);
    }
}
