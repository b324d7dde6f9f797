using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.Analyzers.Options;
using Xunit;

namespace Slabwise.Analyzers.Tests.Consistency;

/// <summary>Identifiers, descriptors, release files and pages speak of the same rules, in the same words.</summary>
public sealed class RuleConsistencyTests
{
    private static readonly string[] s_headings =
        ["## Cause", "## Rule description", "## How to fix", "## When to suppress", "## Example", "## Known limits"];

    private static string Root { get; } = typeof(RuleConsistencyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
    [
        .. typeof(RuleIdentifiers).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .DistinctBy(descriptor => descriptor.Id),
    ];

    public static TheoryData<string> Ids =>
        [.. typeof(RuleIdentifiers).GetFields().Where(constant => constant.IsLiteral).Select(constant => (string)constant.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_identifier_has_one_descriptor_and_the_other_way_round() =>
        Assert.Equal(Ids.Select(row => (string)row), Descriptors.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_links_to_the_page_of_its_id(string id)
    {
        Assert.Equal(RuleIdentifiers.GetHelpUri(id), Of(id).HelpLinkUri);
        Assert.EndsWith($"/docs/rules/{id}.md", Of(id).HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Errors_come_from_declarations_only(string id) =>
        Assert.True(Of(id).DefaultSeverity != DiagnosticSeverity.Error || id.StartsWith("SLAB0", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Release_file_has_the_rule_with_its_category_severity_and_title(string id)
    {
        DiagnosticDescriptor rule = Of(id);
        string line = $"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}";
        string[] releases = [.. Lines("src/Analyzers/AnalyzerReleases.Shipped.md"), .. Lines("src/Analyzers/AnalyzerReleases.Unshipped.md")];
        Assert.Contains(line, releases);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_has_the_title_the_severity_and_every_section(string id)
    {
        DiagnosticDescriptor rule = Of(id);
        string[] page = Lines($"docs/rules/{id}.md");
        Assert.Equal($"# {id}: {rule.Title}", page[0]);
        Assert.Contains(page, line => line.StartsWith($"| Default severity | {rule.DefaultSeverity.ToString().ToLowerInvariant()}", StringComparison.Ordinal));
        Assert.Contains($"| Category | {rule.Category} |", page);
        Assert.Equal(s_headings, page.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        string weakness = Assert.Single(page, line => line.StartsWith("| CWE | ", StringComparison.Ordinal));
        foreach (string tag in rule.CustomTags.Where(tag => tag.StartsWith("CWE-", StringComparison.Ordinal)))
            Assert.Contains(tag, weakness, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Index_lists_the_rule(string id) =>
        Assert.Contains(Lines("docs/rules/README.md"), line => line.StartsWith($"| [{id}]({id}.md) | {Of(id).Title} |", StringComparison.Ordinal));

    [Fact]
    public void Every_option_is_on_the_page_of_its_rule()
    {
        foreach (RuleOption option in typeof(RuleIdentifiers).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => !field.DeclaringType!.ContainsGenericParameters && typeof(RuleOption).IsAssignableFrom(field.FieldType))
            .Select(field => (RuleOption)field.GetValue(null)!))
        {
            Assert.Contains($"{option.Key} = {option.DefaultText}", Lines($"docs/rules/{option.RuleId}.md"));
        }
    }

    [Fact]
    public void Every_fix_can_be_applied_everywhere_and_mends_a_known_rule()
    {
        foreach (Type type in typeof(CodeFixes.LeakFix).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type)))
        {
            CodeFixProvider fix = (CodeFixProvider)Activator.CreateInstance(type)!;
            Assert.NotNull(fix.GetFixAllProvider());
            Assert.All(fix.FixableDiagnosticIds, id => Assert.Contains(Descriptors, descriptor => descriptor.Id == id));
        }
    }

    private static DiagnosticDescriptor Of(string id) => Descriptors.Single(descriptor => descriptor.Id == id);

    private static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));
}
