using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Slabwise.TestSupport;

/// <summary>An <c>.editorconfig</c> whose keys hold for every file.</summary>
internal sealed class TestEditorConfig(ImmutableDictionary<string, string> values) : AnalyzerConfigOptionsProvider
{
    private readonly Keys _keys = new(values.WithComparers(AnalyzerConfigOptions.KeyComparer));

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GlobalOptions => _keys;

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _keys;

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _keys;

    private sealed class Keys(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
