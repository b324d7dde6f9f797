using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slabwise.Shared;

namespace Slabwise.Generators;

/// <summary>
/// All that a model is read from. Two worlds are equal where every model would come out the same, and then the driver keeps the old one
/// and what was read in it: reading is what a pass costs, and most edits are inside of bodies.
/// </summary>
/// <remarks>It holds the trees, to compare them, and lets go of the compilation as soon as it was read: an old one would stay alive for as long as
/// nobody edits more than bodies.</remarks>
internal sealed class World : IEquatable<World>
{
    // A bound, so that a whole project that was parsed anew is not compared file by file: it is new.
    private const int MaxComparedTrees = 16;

    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly CompilationOptions _options;
    private readonly string? _assemblyName;
    private readonly ImmutableArray<string> _targets;
    private readonly bool _isScript;
    private Compilation? _compilation;
    private StrongBox<EquatableArray<PooledTypeModel>>? _models;
    private HashSet<string>? _related;

    /// <summary>The world of <paramref name="compilation"/>, in which the types called <paramref name="targets"/> are to be read.</summary>
    public World(Compilation compilation, ImmutableArray<string> targets)
    {
        _trees = ((CSharpCompilation)compilation).SyntaxTrees;
        _references = compilation.ExternalReferences;
        _options = compilation.Options;
        _assemblyName = compilation.AssemblyName;
        _isScript = compilation.ScriptCompilationInfo is not null;
        _targets = targets;
        _compilation = compilation;
    }

    /// <summary>The models of the targets, but of those that get no code.</summary>
    public EquatableArray<PooledTypeModel> Read(CancellationToken cancellationToken)
    {
        // In this order: whoever finds the compilation gone finds the models.
        Compilation? compilation = Volatile.Read(ref _compilation);
        if (Volatile.Read(ref _models) is { } read) return read.Value;
        HashSet<string> related = new(StringComparer.Ordinal);
        StrongBox<EquatableArray<PooledTypeModel>> models = new(new(ModelsIn(compilation!, related, cancellationToken)));
        Volatile.Write(ref _related, related);
        Volatile.Write(ref _models, models);
        Volatile.Write(ref _compilation, null);
        return models.Value;
    }

    /// <inheritdoc/>
    public bool Equals(World? other) => other is not null
        && !_isScript && !other._isScript
        && _assemblyName == other._assemblyName
        && _options.Equals(other._options)
        && Same(_references, other._references)
        && Same(_targets, other._targets)
        && SameTrees(_trees, other._trees, Volatile.Read(ref _related) ?? Volatile.Read(ref other._related));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as World);

    /// <inheritdoc/>
    public override int GetHashCode() => _trees.Length;

    // By name: files come and go, and with them the compiler's order.
    private IEnumerable<PooledTypeModel> ModelsIn(Compilation compilation, HashSet<string> related, CancellationToken cancellationToken)
    {
        foreach (string name in _targets.Distinct().OrderBy(name => name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MetadataName.Find(compilation, name) is not { } type) continue;
            NoteRelated(type, related);
            if (PooledDeclaration.Find(type) is { } declaration && PooledTypeParser.Parse(declaration) is { } model) yield return model;
        }
    }

    // Those whose methods a model may speak of: hooks, factories, names that are taken. Of other types it knows the fields.
    private static void NoteRelated(INamedTypeSymbol type, HashSet<string> related)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType) related.Add(outer.Name);
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType) related.Add(ancestor.Name);
        foreach (INamedTypeSymbol contract in type.AllInterfaces) related.Add(contract.Name);
    }

    private static bool Same<T>(ImmutableArray<T> before, ImmutableArray<T> after) => before == after || before.SequenceEqual(after);

    private static bool SameTrees(ImmutableArray<SyntaxTree> before, ImmutableArray<SyntaxTree> after, HashSet<string>? related)
    {
        if (before == after) return true;
        if (before.Length != after.Length) return false;
        int changed = 0;
        for (int i = 0; i < before.Length; i++)
            if (before[i] != after[i] && ++changed > MaxComparedTrees)
                return false;
        for (int i = 0; i < before.Length; i++)
            if (before[i] != after[i] && !DeclarationComparer.AreSame(before[i], after[i], related))
                return false;
        return true;
    }
}
