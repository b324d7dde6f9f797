using System.Globalization;

namespace Slabwise.Benchmarks.Running;

/// <summary>A process's resident memory as the kernel sees it, in MiB; not a number where there is no /proc.</summary>
internal readonly record struct ResidentSize(double PeakMiB, double NowMiB)
{
    public static ResidentSize Of(int processId)
    {
        string status = $"/proc/{processId}/status";
        return File.Exists(status) ? Parse(File.ReadLines(status)) : new ResidentSize(double.NaN, double.NaN);
    }

    public static ResidentSize Parse(IEnumerable<string> status)
    {
        double peak = double.NaN, now = double.NaN;
        foreach (string line in status)
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) peak = MiB(line);
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal)) now = MiB(line);
        }
        return new ResidentSize(peak, now);
    }

    private static double MiB(string line) =>
        double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
}
