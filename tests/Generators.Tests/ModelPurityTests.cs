using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>A symbol or tree in the pipeline would keep whole compilations alive, and compare by identity.</summary>
public class ModelPurityTests
{
    private const string Everything = """
        namespace Demo;
        [Slabwise.SizeClassPooled(Alignment = 64)] public partial struct Quote { public long Id; public nint Unknown; }
        [Slabwise.SizeClassPooled] public partial struct Pair<T> where T : unmanaged { public T A; }
        public partial class Outer { [Slabwise.SizeClassPooled] public sealed partial class Order { private partial void OnRent() { } public List<int> Items = []; } }
        [Slabwise.SizeClassPooled] public struct Rejected { public string Text; }
        """;

    [Fact]
    public void NoStepHoldsOnToTheCompilation()
    {
        GeneratorRunResult result = GeneratorHost.Run(GeneratorHost.Compile(Everything)).GetRunResult().Results.Single();
        string[] ours = [TrackingNames.Targets, TrackingNames.Parse, TrackingNames.NameClashes, TrackingNames.Files];
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (string step in ours)
            foreach ((object value, _) in result.TrackedSteps[step].SelectMany(s => s.Outputs))
                Walk(value, step, seen);
        Assert.NotEmpty(seen);
    }

    [Fact]
    public void TheWalkFindsWhatItLooksFor()
    {
        CSharpCompilation compilation = GeneratorHost.Compile(Everything);
        foreach (object banned in (object[])[compilation, compilation.SyntaxTrees[0], compilation.GetSpecialType(SpecialType.System_Int32), Location.None])
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Walk(new { Inner = new[] { banned } }, "test", new(ReferenceEqualityComparer.Instance)));
    }

    private static void Walk(object? node, string path, HashSet<object> seen)
    {
        if (node is null or string || !seen.Add(node)) return;
        if (node is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or SemanticModel or Location or AttributeData)
            Assert.Fail($"{path} holds a {node.GetType().Name}.");

        Type type = node.GetType();
        if (type.IsPrimitive || type.IsEnum) return;
        if (node is IEnumerable items)
        {
            foreach (object? item in items) Walk(item, path + "[]", seen);
        }

        for (Type? t = type; t is not null; t = t.BaseType)
        {
            foreach (FieldInfo field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Walk(field.GetValue(node), $"{path}.{field.Name}", seen);
        }
    }
}
