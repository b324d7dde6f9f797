using System.Runtime.InteropServices;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Results;

/// <summary>What a reader of the numbers must know of the machine.</summary>
internal sealed record MachineInfo
{
    public string Cpu { get; init; } = CpuName();
    public int Processors { get; init; } = Environment.ProcessorCount;
    public string Architecture { get; init; } = RuntimeInformation.ProcessArchitecture.ToString();
    public string OperatingSystem { get; init; } = RuntimeInformation.OSDescription;
    public string Runtime { get; init; } = RuntimeInformation.FrameworkDescription;
    public double MemoryMiB { get; init; } = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576.0);
    public DateTimeOffset MeasuredAt { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The versioned file name behind each preloaded library.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>();

    public static IReadOnlyDictionary<string, string> LibrariesOf(IEnumerable<Allocator> allocators)
    {
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Allocator allocator in allocators)
        {
            if (allocator.Preload is not { } library || library.Find(PeerLibrary.SearchPath) is not { } path) continue;
            names[library.Name] = Path.GetFileName(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
        return names;
    }

    private static string CpuName()
    {
        const string Source = "/proc/cpuinfo";
        string? line = File.Exists(Source)
            ? File.ReadLines(Source).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown";
    }
}
