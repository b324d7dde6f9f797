using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Rules.Declaration;
using Slabwise.TestSupport;

namespace Slabwise.Generators.Tests.Rules;

/// <summary>Checks marked declarations against the declaration rules, with the generator in place as in a build.</summary>
internal static class RuleTest
{
    /// <summary>The analyzer with all of its rules; a rule's test also shows that no other rule speaks up.</summary>
    public static AnalyzerTest<DeclarationAnalyzer> For(string id) => new()
    {
        DefaultId = id,
        References = [GeneratorHost.Runtime],
        Generators = [new PooledTypeGenerator()],
    };

    /// <summary>Compares what is reported on <paramref name="markup"/> with its marks.</summary>
    public static Task<ImmutableArray<Diagnostic>> VerifyAsync(string id, string markup) =>
        For(id).VerifyAsync("using Slabwise;\n" + markup);

    /// <summary>Compares, and compares the one message too.</summary>
    public static async Task VerifyMessageAsync(string id, string markup, string message)
    {
        Diagnostic diagnostic = (await VerifyAsync(id, markup)).Single();
        Xunit.Assert.Equal(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
