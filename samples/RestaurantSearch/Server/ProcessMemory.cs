using System.Diagnostics;
using System.Globalization;

namespace RestaurantSearch.Server;

/// <summary>The memory of this process as the operating system counts it.</summary>
internal static class ProcessMemory
{
    /// <returns>Resident memory now and at its peak, in MiB.</returns>
    public static (double Now, double Peak) Read()
    {
        // Process.PeakWorkingSet64 is not the peak on Linux; the kernel has it in this file.
        const string status = "/proc/self/status";
        if (File.Exists(status))
        {
            string[] lines = File.ReadAllLines(status);
            return (Field(lines, "VmRSS:") / 1024, Field(lines, "VmHWM:") / 1024);
        }
        using Process self = Process.GetCurrentProcess();
        return (self.WorkingSet64 / (1024.0 * 1024.0), self.PeakWorkingSet64 / (1024.0 * 1024.0));
    }

    private static double Field(string[] lines, string name)
    {
        string line = Array.Find(lines, l => l.StartsWith(name, StringComparison.Ordinal)) ?? "";
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 ? double.Parse(words[1], CultureInfo.InvariantCulture) : 0;
    }
}
