using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Slabwise.Shared;

namespace Slabwise.Generators;

/// <summary>Writes the pool of each type marked with <c>[SizeClassPooled]</c>, one file a type.</summary>
/// <remarks>It reports nothing: <c>Slabwise.Analyzers</c> runs the same checks and does. A type that fails one gets no code.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class PooledTypeGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<PooledTypeModel> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.PooledAttribute, static (node, _) => node is TypeDeclarationSyntax, Parse)
            .WithTrackingName(TrackingNames.Parse)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.Accepted);

        IncrementalValueProvider<EquatableArray<string>> clashes = models
            .Select(static (model, _) => FileNames.PlainNameOf(model))
            .Collect()
            .Select(static (names, _) => FileNames.Clashes(names))
            .WithTrackingName(TrackingNames.NameClashes);

        IncrementalValuesProvider<PooledTypeFile> files = models
            .Combine(clashes)
            .Select(static (pair, _) => new PooledTypeFile(FileNames.Of(pair.Left, pair.Right), pair.Left))
            .WithTrackingName(TrackingNames.Files);

        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.Name, PooledTypeEmitter.Emit(file.Model)));
    }

    private static PooledTypeModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (context.TargetSymbol is not INamedTypeSymbol type || PooledDeclaration.Find(type) is not { } declaration) return null;

        // The compiler refuses a second annotation on another part, but this runs before it does, once for each.
        bool isFirstPart = declaration.Attribute.ApplicationSyntaxReference is { } applied
            && applied.SyntaxTree == context.TargetNode.SyntaxTree
            && context.TargetNode.Span.Contains(applied.Span);
        return isFirstPart ? PooledTypeParser.Parse(declaration) : null;
    }

    /// <summary>One file to write.</summary>
    private sealed record PooledTypeFile(string Name, PooledTypeModel Model);
}
