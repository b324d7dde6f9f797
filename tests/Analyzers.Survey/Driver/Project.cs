using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Survey.Driver;

/// <summary>Two hundred files with fifty pooled types, and the edits of it that are measured.</summary>
internal sealed class Project
{
    private readonly SyntaxTree _plain, _pooled;

    public Project()
    {
        string[] sources =
        [
            .. Enumerable.Range(0, 150).Select(i => $"public class Plain{i} {{ public int A{i} {{ get; set; }} public int Sum(int[] xs) {{ int s = 0; foreach (int x in xs) s += x * A{i}; return s; }} }}"),
            .. Enumerable.Range(0, 50).Select(i => $"[Slabwise.SizeClassPooled] public partial struct Pooled{i} {{ public long Id; public double A, B; public int C; }}"),
        ];
        Base = TestCompilation.Create(sources, MetadataReference.CreateFromFile(typeof(Pooled<>).Assembly.Location));
        _plain = Base.SyntaxTrees[0];
        _pooled = Base.SyntaxTrees[150];
    }

    public CSharpCompilation Base { get; }

    public CSharpCompilation Same() => Base;

    public CSharpCompilation BodyEdited() => Edited(_plain, "int s = 0", "int s = 1");

    public CSharpCompilation MethodAdded() => Edited(_plain, "public int Sum", "public int Twice() => 2; public int Sum");

    public CSharpCompilation PooledTypeEdited() => Edited(_pooled, "int C", "long C");

    // Parsed as an editor does it, so that what was not touched is shared.
    private CSharpCompilation Edited(SyntaxTree tree, string old, string @new) =>
        Base.ReplaceSyntaxTree(tree, tree.WithChangedText(tree.GetText().Replace(tree.ToString().IndexOf(old, StringComparison.Ordinal), old.Length, @new)));
}
