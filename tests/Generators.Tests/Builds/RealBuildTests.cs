using Xunit;

namespace Slabwise.Generators.Tests.Builds;

/// <summary>What a developer reads: each rule in the output of <c>dotnet build</c>, and nothing of the compiler's in its way.</summary>
public class RealBuildTests
{
    [Fact]
    public void EveryErrorOfADeclarationIsInTheOutputAlone()
    {
        using TemporaryProject project = new();
        project.WriteProject("<NoWarn>$(NoWarn);CS0649;CS0169;CS0414</NoWarn>", withTools: true);
        project.Write("Types.cs", """
            using Slabwise;
            [SizeClassPooled] public struct NotPartial { public int A; }
            [SizeClassPooled] public partial struct WithText { public string Text; }
            public class Outer { [SizeClassPooled] public partial struct Inner { public int A; } }
            [SizeClassPooled] public abstract partial class Shape { }
            [SizeClassPooled(Alignment = 3)] public partial struct Misaligned { public int A; }
            [SizeClassPooled] public partial struct Clashing { public int Pool; }
            [SizeClassPooled] public sealed partial class Named { public Named(string name) { } }
            """);
        Assert.Equal(
            ["SLAB001", "SLAB002", "SLAB003", "SLAB004", "SLAB005", "SLAB006", "SLAB007"],
            project.Build().Select(line => line.Split(' ')[2].TrimEnd(':')).Order());
    }

    /// <summary>Suggestions are below a build's default level; an <c>.editorconfig</c> lifts them, as any other rule's.</summary>
    [Fact]
    public void AdviceIsInTheOutputWhereItIsAskedFor()
    {
        using TemporaryProject project = new();
        project.WriteProject("", withTools: true);
        project.Write(".editorconfig", """
            root = true
            [*.cs]
            dotnet_diagnostic.SLAB008.severity = warning
            dotnet_diagnostic.SLAB009.severity = warning
            """);
        project.Write("Types.cs", """
            using Slabwise;
            [SizeClassPooled] public sealed partial class Keeps { public List<int> Items = []; }
            [SizeClassPooled] public partial struct Node { public nint Next; }
            [SizeClassPooled] public partial class Open { }
            public static class Program { public static void Use() { Keeps.Return(Keeps.Rent()); Node.Return(Node.Rent()); Open.Return(Open.Rent()); } }
            """);
        Assert.Equal(
            ["SLAB008", "SLAB009", "SLAB010"],
            project.Build().Select(line => line.Split(' ')[2].TrimEnd(':')).Order());
    }
}
