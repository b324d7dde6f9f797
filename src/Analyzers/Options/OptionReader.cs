using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Slabwise.Analyzers.Options;

/// <summary>What the <c>.editorconfig</c> files of one compilation set. Make it where the compilation starts; safe on all threads.</summary>
internal sealed class OptionReader(AnalyzerOptions options)
{
    // A folder may override its parent, so that a value belongs to a tree; each is parsed once.
    private readonly ConcurrentDictionary<(SyntaxTree, RuleOption), object> _values = new();

    /// <summary>The value that holds for the code in <paramref name="tree"/>.</summary>
    public T Get<T>(RuleOption<T> option, SyntaxTree tree)
        where T : struct =>
        (T)_values.GetOrAdd((tree, option), key =>
        {
            options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(option.Key, out string? text);
            return option.Parse(text);
        });
}
