using System.Runtime.InteropServices;

namespace RestaurantSearch.Comparing;

/// <summary>Where a result was measured.</summary>
internal sealed record MachineInfo(string Processor, int Cores, double MemoryMiB, string Os, string Architecture, string Runtime, string Taken)
{
    public static MachineInfo Here() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024.0)),
        RuntimeInformation.OSDescription,
        RuntimeInformation.OSArchitecture.ToString(),
        RuntimeInformation.FrameworkDescription,
        DateTime.UtcNow.ToString("u"));

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }
}
