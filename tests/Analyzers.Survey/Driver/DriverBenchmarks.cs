using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.Generators;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Survey.Driver;

/// <summary>A generator that looks for the same attribute and does nothing with it: what the compiler's own share costs.</summary>
internal sealed class EmptyGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName("Slabwise.SizeClassPooledAttribute", static (_, _) => true, static (_, _) => 0),
            static (_, _) => { });
}

/// <summary>One pass of the generator driver over two hundred files with fifty pooled types, as an editor asks for it.</summary>
public class DriverBenchmarks
{
    private CSharpCompilation _before = null!, _unrelated = null!, _relevant = null!;
    private GeneratorDriver _warm = null!;

    [Params(false, true)]
    public bool Ours { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        string[] sources =
        [
            .. Enumerable.Range(0, 150).Select(i => $"public class Plain{i} {{ public int A{i} {{ get; set; }} public int Sum(int[] xs) {{ int s = 0; foreach (int x in xs) s += x * A{i}; return s; }} }}"),
            .. Enumerable.Range(0, 50).Select(i => $"[Slabwise.SizeClassPooled] public partial struct Pooled{i} {{ public long Id; public double A, B; public int C; }}"),
        ];
        _before = TestCompilation.Create(sources, MetadataReference.CreateFromFile(typeof(Pooled<>).Assembly.Location));
        SyntaxTree plain = _before.SyntaxTrees[0], pooled = _before.SyntaxTrees[150];
        _unrelated = _before.ReplaceSyntaxTree(plain, CSharpSyntaxTree.ParseText(plain + " ", TestCompilation.ParseOptions, plain.FilePath));
        _relevant = _before.ReplaceSyntaxTree(pooled,
            CSharpSyntaxTree.ParseText(pooled.ToString().Replace("int C", "long C", StringComparison.Ordinal), TestCompilation.ParseOptions, pooled.FilePath));
        _warm = NewDriver().RunGenerators(_before);
    }

    [Benchmark]
    public GeneratorDriver Cold() => NewDriver().RunGenerators(_before);

    [Benchmark]
    public GeneratorDriver NoChange() => _warm.RunGenerators(_before);

    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _warm.RunGenerators(_unrelated);

    [Benchmark]
    public GeneratorDriver RelevantEdit() => _warm.RunGenerators(_relevant);

    private CSharpGeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [Ours ? new PooledTypeGenerator().AsSourceGenerator() : new EmptyGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
}
