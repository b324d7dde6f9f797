using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Slabwise.TestSupport;

/// <summary>Makes compilations as a project file with nullable, unsafe and implicit usings would.</summary>
internal static class TestCompilation
{
    /// <summary>The newest language that the hosted compiler knows.</summary>
    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    /// <summary>A library, optimised, with nullable analysis.</summary>
    public static CSharpCompilationOptions Options { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Compiles <paramref name="sources"/> against the reference pack and <paramref name="references"/>.</summary>
    public static CSharpCompilation Create(IEnumerable<string> sources, params IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(
            "Test",
            [
                .. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, path: $"Test{i}.cs")),
                CSharpSyntaxTree.ParseText(ImplicitUsings, ParseOptions, path: "GlobalUsings.cs"),
            ],
            [.. ReferencePack.Net, .. references],
            Options);

    /// <summary>Errors and warnings of the compiler, without the hidden hints about unused usings.</summary>
    public static ImmutableArray<Diagnostic> Problems(Compilation compilation, DiagnosticSeverity atLeast = DiagnosticSeverity.Error) =>
        [.. compilation.GetDiagnostics().Where(d => d.Severity >= atLeast)];
}
