using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.TestSupport;

/// <summary>
/// The reference assemblies that a build would use. The runtime's own assemblies show fields that these hide, so a
/// test against those would prove the wrong thing.
/// </summary>
internal static class ReferencePack
{
    /// <summary>The root of the .NET installation that runs the tests.</summary>
    public static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>The reference assemblies of the runtime's own target framework.</summary>
    public static ImmutableArray<MetadataReference> Net { get; } =
        [.. Directory.GetFiles(Locate("Microsoft.NETCore.App.Ref"), "*.dll").Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The reference assemblies of the web framework, for code that needs more than the runtime's own.</summary>
    public static ImmutableArray<MetadataReference> AspNetCore =>
        [.. Directory.GetFiles(Locate("Microsoft.AspNetCore.App.Ref"), "*.dll").Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static string Locate(string pack)
    {
        string folder = Path.Combine(DotnetRoot, "packs", pack);
        string framework = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        return Directory.GetDirectories(folder, $"{Environment.Version.Major}.*")
            .Select(version => Path.Combine(version, "ref", framework))
            .Where(Directory.Exists)
            .OrderBy(path => path, StringComparer.Ordinal)
            .LastOrDefault() ?? throw new DirectoryNotFoundException($"No {framework} reference pack under {folder}.");
    }
}
