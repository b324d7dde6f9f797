using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Survey.Driver;

/// <summary>A generator that looks for the same attribute and does nothing with it: what the compiler's own share costs.</summary>
internal sealed class EmptyGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName("Slabwise.SizeClassPooledAttribute", static (_, _) => true, static (_, _) => 0),
            static (_, _) => { });
}
