using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Slabwise.TestSupport;

namespace Slabwise.Analyzers.Survey.Peers;

/// <summary>Another package's analyzers, loaded from its folder into a context of their own.</summary>
internal sealed class PeerPackage
{
    private PeerPackage(string name, string version, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        Name = name;
        Version = version;
        Analyzers = analyzers;
    }

    public string Name { get; }

    public string Version { get; }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    /// <summary>Every rule, those that are off by default included.</summary>
    public ImmutableHashSet<string> Ids => [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id)];

    /// <summary>The packages that the project file names, and the SDK's own rules.</summary>
    public static ImmutableArray<PeerPackage> LoadAll()
    {
        List<PeerPackage> packages = [];
        foreach (AssemblyMetadataAttribute attribute in typeof(PeerPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key.StartsWith("Peer:", StringComparison.Ordinal)))
        {
            string folder = attribute.Value!;
            packages.Add(Load(attribute.Key["Peer:".Length..], Path.GetFileName(folder.TrimEnd('/', '\\')), Path.Combine(folder, "analyzers")));
        }

        string sdk = Directory.GetDirectories(Path.Combine(ReferencePack.DotnetRoot, "sdk"), $"{Environment.Version.Major}.*").Order(StringComparer.Ordinal).Last();
        packages.Add(Load("SDK", Path.GetFileName(sdk), Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers")));
        return [.. packages];
    }

    private static PeerPackage Load(string name, string version, string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".resources.dll", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)];
        // A package may bring one set for each compiler; the newest comes first in descending order, and its names win.
        Dictionary<string, string> byName = [];
        foreach (string file in files) byName.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        AssemblyLoadContext context = new(name);
        context.Resolving += (self, wanted) => byName.TryGetValue(wanted.Name!, out string? path) ? self.LoadFromAssemblyPath(path) : null;
        List<DiagnosticAnalyzer> analyzers = [];
        foreach (string file in byName.Values)
        {
            foreach (Type type in TypesOf(context.LoadFromAssemblyPath(file)))
            {
                if (type.IsAbstract || !typeof(DiagnosticAnalyzer).IsAssignableFrom(type) || type.GetConstructor(Type.EmptyTypes) is null) continue;
                if (type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is { } attribute && attribute.Languages.Contains(LanguageNames.CSharp))
                    analyzers.Add((DiagnosticAnalyzer)Activator.CreateInstance(type)!);
            }
        }

        return new PeerPackage(name, version, [.. analyzers]);
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            return some.Types.OfType<Type>();
        }
    }
}
