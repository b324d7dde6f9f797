using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Slabwise.TestSupport;

/// <summary>Applies a fix's first action, as <c>dotnet format</c> does, and compares the text that comes out.</summary>
internal sealed class CodeFixTest<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>How the diagnostics are found; its references and sources are those of the fixed project too.</summary>
    public required AnalyzerTest<TAnalyzer> Analyzer { get; init; }

    /// <summary>Which of the offered actions to take: the first unless a test is about a later one.</summary>
    public int ActionIndex { get; init; }

    /// <summary>Verifies the marks, fixes the first diagnostic, and compares.</summary>
    public async Task VerifyAsync(string markup, string expected)
    {
        string source = Markup.Parse(markup).Source;
        Diagnostic first = (await Analyzer.VerifyAsync(markup)).First(d => new TFix().FixableDiagnosticIds.Contains(d.Id));
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source);
        CodeAction? action = (await ActionsAsync(document, first)).ElementAtOrDefault(ActionIndex);
        Assert.NotNull(action);
        await CompareAsync(document, action, expected);
    }

    /// <summary>Fixes every diagnostic of the document in one go.</summary>
    public async Task VerifyFixAllAsync(string markup, string expected)
    {
        string source = Markup.Parse(markup).Source;
        TFix fix = new();
        ImmutableArray<Diagnostic> all = [.. (await Analyzer.VerifyAsync(markup)).Where(d => fix.FixableDiagnosticIds.Contains(d.Id))];
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source);
        CodeAction first = (await ActionsAsync(document, all[0]))[ActionIndex];
        FixAllProvider? provider = fix.GetFixAllProvider();
        Assert.NotNull(provider);
        FixAllContext context = new(document, fix, FixAllScope.Document, first.EquivalenceKey, fix.FixableDiagnosticIds,
            new Found(all), CancellationToken.None);
        CodeAction? action = await provider.GetFixAsync(context);
        Assert.NotNull(action);
        await CompareAsync(document, action, expected);
    }

    /// <summary>Verifies the marks, and that no action is offered for the first diagnostic.</summary>
    public async Task VerifyNoFixAsync(string markup)
    {
        Diagnostic first = (await Analyzer.VerifyAsync(markup))[0];
        using AdhocWorkspace workspace = new();
        Assert.Empty(await ActionsAsync(Open(workspace, Markup.Parse(markup).Source), first));
    }

    private Document Open(AdhocWorkspace workspace, string source)
    {
        Compilation compilation = Analyzer.Compile(source);
        ProjectId id = ProjectId.CreateNewId();
        workspace.AddProject(ProjectInfo.Create(id, VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
            compilationOptions: TestCompilation.Options, parseOptions: TestCompilation.ParseOptions,
            metadataReferences: compilation.References));
        Document? marked = null;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            Document document = workspace.AddDocument(id, Path.GetFileName(tree.FilePath), tree.GetText());
            marked ??= document;
        }

        return workspace.CurrentSolution.GetDocument(marked!.Id)!;
    }

    private static async Task<List<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        Diagnostic here = await RelocateAsync(document, diagnostic);
        await new TFix().RegisterCodeFixesAsync(new CodeFixContext(document, here, (a, _) => actions.Add(a), CancellationToken.None));
        return actions;
    }

    private static async Task CompareAsync(Document document, CodeAction action, string expected)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        SourceText text = await changed.GetDocument(document.Id)!.GetTextAsync();
        Assert.Equal(expected, text.ToString());
    }

    // The workspace has trees of its own; spans are the same, but a fixer may compare trees.
    private static async Task<Diagnostic> RelocateAsync(Document document, Diagnostic diagnostic)
    {
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        return Diagnostic.Create(
            diagnostic.Descriptor,
            Location.Create(tree, diagnostic.Location.SourceSpan),
            diagnostic.AdditionalLocations.Select(l => Location.Create(tree, l.SourceSpan)),
            diagnostic.Properties);
    }

    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await Task.WhenAll(diagnostics.Select(d => RelocateAsync(document, d)));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
