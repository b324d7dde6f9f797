using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers;
using Slabwise.Analyzers.Rules.Declaration;
using Xunit;

namespace Slabwise.Generators.Tests.Rules;

/// <summary>A rule, its page and the list of releases say the same.</summary>
public class RulePagesTests
{
    public static TheoryData<string> Ids => [.. new DeclarationAnalyzer().SupportedDiagnostics.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePageOfARuleCarriesItsTitleAndSeverity(string id)
    {
        DiagnosticDescriptor rule = RuleOf(id);
        string page = Read($"docs/rules/{id}.md");
        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"| Default severity | {rule.DefaultSeverity.ToString().ToLowerInvariant()}", page, StringComparison.Ordinal);
        Assert.Contains($"| Category | {rule.Category} |", page, StringComparison.Ordinal);
        foreach (string heading in (string[])["Cause", "Rule description", "How to fix", "When to suppress", "Example", "Known limits"])
            Assert.Contains($"\n## {heading}\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheListOfReleasesCarriesTheRule(string id)
    {
        DiagnosticDescriptor rule = RuleOf(id);
        string releases = Read("src/Analyzers/AnalyzerReleases.Shipped.md") + Read("src/Analyzers/AnalyzerReleases.Unshipped.md");
        Assert.Contains($"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}\n", releases, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheHelpLinkLeadsToThePage(string id)
    {
        Assert.Equal(RuleIdentifiers.GetHelpUri(id), RuleOf(id).HelpLinkUri);
        Assert.EndsWith($"/docs/rules/{id}.md", RuleOf(id).HelpLinkUri, StringComparison.Ordinal);
    }

    private static DiagnosticDescriptor RuleOf(string id) => new DeclarationAnalyzer().SupportedDiagnostics.Single(d => d.Id == id);

    private static string Read(string path, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", path));
}
