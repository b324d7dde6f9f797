namespace Slabwise.Benchmarks.Catalog;

/// <summary>A malloc library to preload, and the Debian package that brings it.</summary>
internal sealed record PeerLibrary(string Name, string FileName, string Package)
{
    private static readonly string[] UsualDirectories =
    [
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu",
        "/usr/lib64", "/lib64", "/usr/lib", "/usr/local/lib", "/usr/local/lib64",
    ];

    public static IEnumerable<string> SearchPath =>
        (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(UsualDirectories);

    /// <summary>The library's full path, or null where it is not installed.</summary>
    public string? Find(IEnumerable<string> directories) =>
        Path.IsPathRooted(FileName)
            ? (File.Exists(FileName) ? FileName : null)
            : directories.Select(d => Path.Combine(d, FileName)).FirstOrDefault(File.Exists);

    public string MissingMessage => Package.Length == 0
        ? $"{Name}: {FileName} was not found; its rows are left out."
        : $"{Name}: {FileName} was not found; its rows are left out (Debian package {Package}).";
}
