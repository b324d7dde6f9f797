using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Slabwise.TestSupport;

namespace Slabwise.Generators.Tests.Edits;

/// <summary>The project with some of its edits made; an edition is parsed from the one before it, as an editor does it.</summary>
internal sealed partial class Edition
{
    private static readonly MetadataReference s_library = CSharpCompilation.Create("Library",
        [CSharpSyntaxTree.ParseText("namespace Library { public struct Tagged<T> { private int _number; } }")], ReferencePack.Net, TestCompilation.Options).EmitToImageReference();

    private static readonly MetadataReference s_outside = CSharpCompilation.Create("Outside",
        [CSharpSyntaxTree.ParseText("namespace Demo { public struct Outside { public int A; } public struct Kind { public int A; } }")], ReferencePack.Net, TestCompilation.Options).EmitToImageReference();

    private readonly HashSet<string> _edits;
    private readonly Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);

    public Edition() : this([], null)
    {
    }

    private Edition(HashSet<string> edits, Edition? previous)
    {
        _edits = edits;
        CSharpParseOptions parse = Has(Symbol) ? TestCompilation.ParseOptions.WithPreprocessorSymbols("WIDE") : TestCompilation.ParseOptions;
        foreach ((string path, string template) in EditableProject.Relevant.Concat(EditableProject.Unrelated))
            if (TextOf(template) is { } text)
                _trees[path] = Parse(path, text, parse, previous?._trees.GetValueOrDefault(path));
        IEnumerable<SyntaxTree> ordered = Has(Order) ? _trees.Values.Reverse() : _trees.Values;
        Compilation = TestCompilation.Create([], [GeneratorHost.Runtime, s_library, .. Has(Reference) ? [s_outside] : Array.Empty<MetadataReference>()])
            .AddSyntaxTrees(ordered)
            .WithAssemblyName(Has(Name) ? "Renamed" : "Test")
            .WithOptions(TestCompilation.Options.WithNullableContextOptions(Has(Nullable) ? NullableContextOptions.Disable : NullableContextOptions.Enable));
    }

    public const string Symbol = "(preprocessor symbol)", Order = "(order of files)", Reference = "(reference)", Name = "(assembly name)", Nullable = "(nullable context)";

    public static IReadOnlyList<string> RelevantEdits { get; } =
        [.. EditableProject.Relevant.Values.SelectMany(NamesIn), Symbol, Reference];

    public static IReadOnlyList<string> UnrelatedEdits { get; } = [.. EditableProject.Unrelated.Values.SelectMany(NamesIn)];

    public static IReadOnlyList<string> AllEdits { get; } = [.. RelevantEdits, .. UnrelatedEdits, Order, Name, Nullable];

    public CSharpCompilation Compilation { get; }

    /// <summary>The project with one more edit, or without it where it was made.</summary>
    public Edition Toggle(params string[] edits)
    {
        HashSet<string> now = [.. _edits];
        now.SymmetricExceptWith(edits);
        return new Edition(now, this);
    }

    public override string ToString() => string.Join(", ", _edits);

    private static IEnumerable<string> NamesIn(string template) =>
        [.. Place().Matches(template).Select(place => place.Groups[1].Value), .. FileEdit().Matches(template).Select(file => file.Groups[1].Value)];

    private bool Has(string edit) => _edits.Contains(edit);

    private string? TextOf(string template)
    {
        if (FileEdit().Match(template) is { Success: true } file)
            return Has(file.Groups[1].Value) ? template[file.Length..] : null;
        return Place().Replace(template, place => place.Groups[Has(place.Groups[1].Value) ? 3 : 2].Value);
    }

    private static SyntaxTree Parse(string path, string text, CSharpParseOptions options, SyntaxTree? previous) =>
        previous is null || !previous.Options.Equals(options) ? CSharpSyntaxTree.ParseText(text, options, path) : Change(previous, text);

    /// <summary>The tree with another text, parsed anew only where that differs.</summary>
    public static SyntaxTree Change(SyntaxTree previous, string text)
    {
        string old = previous.ToString();
        if (old == text) return previous;
        int start = 0, end = 0, shorter = Math.Min(old.Length, text.Length);
        while (start < shorter && old[start] == text[start]) start++;
        while (end < shorter - start && old[^(end + 1)] == text[^(end + 1)]) end++;
        return previous.WithChangedText(previous.GetText().Replace(start, old.Length - start - end, text[start..^end]));
    }

    [GeneratedRegex(@"«([^|»]+)\|([^|»]*)\|([^»]*)»")]
    private static partial Regex Place();

    [GeneratedRegex(@"\A([a-z ]+):")]
    private static partial Regex FileEdit();
}
