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
        IncrementalValuesProvider<string> targets = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.PooledAttribute, static (node, _) => node is TypeDeclarationSyntax, NameOf)
            .WithTrackingName(TrackingNames.Targets);

        // The compiler asks for the names again with every edit, because an attribute may have come to mean something else. All else is read in a new world only.
        IncrementalValueProvider<EquatableArray<PooledTypeModel>> models = context.CompilationProvider
            .Combine(targets.Collect())
            .Select(static (pair, _) => new World(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Worlds)
            .Select(static (world, cancellationToken) => world.Read(cancellationToken))
            .WithTrackingName(TrackingNames.Parse);

        IncrementalValueProvider<EquatableArray<string>> clashes = models
            .Select(static (models, _) => FileNames.Clashes(models.Select(FileNames.PlainNameOf)))
            .WithTrackingName(TrackingNames.NameClashes);

        // All models together until here: a driver that tracks its steps, as tests have it, loses one of many values that are combined with one after another was removed.
        // The price is that files behind that of a type which came or went are written again.
        IncrementalValuesProvider<PooledTypeFile> files = models
            .Combine(clashes)
            .SelectMany(static (pair, _) => pair.Left.Select(model => new PooledTypeFile(FileNames.Of(model, pair.Right), model)))
            .WithTrackingName(TrackingNames.Files);

        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.Name, PooledTypeEmitter.Emit(file.Model)));
    }

    // The compiler refuses a second annotation on another part, but this runs before it does, once for each: only the first part names the type.
    private static string NameOf(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        context.TargetSymbol is INamedTypeSymbol type && PooledDeclaration.AttributeOf(type) == context.Attributes[0] ? MetadataName.Of(type) : "";

    /// <summary>One file to write.</summary>
    private sealed record PooledTypeFile(string Name, PooledTypeModel Model);
}
