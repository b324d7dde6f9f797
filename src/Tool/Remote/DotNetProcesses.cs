using System.Diagnostics;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace Slabwise.Tool.Remote;

/// <summary>The .NET processes that let themselves be looked at.</summary>
/// <remarks>On Unix by their sockets in the directory for temporary files: the client library's own list reads every process's environment and gives up at the
/// first that has none, which for root is a thread of the kernel.</remarks>
internal static class DotNetProcesses
{
    private const string Prefix = "dotnet-diagnostic-", Suffix = "-socket";

    public static int[] Find() => OperatingSystem.IsWindows() ? [.. DiagnosticsClient.GetPublishedProcesses()] : [.. FindSockets().Distinct().Where(Exists).Order()];

    public static bool Exists(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether it is worth the asking. Linux shows the assemblies that a process has mapped; a program of a single file shows none.</summary>
    public static bool MayUseSlabwise(int id)
    {
        try
        {
            string maps = OperatingSystem.IsLinux() ? File.ReadAllText($"/proc/{id}/maps") : "";
            return maps.Contains("/Slabwise.dll", StringComparison.Ordinal) || !maps.Contains(".dll", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The name is dotnet-diagnostic-PID-START-socket; those of processes that were killed stay behind.
    private static IEnumerable<int> FindSockets()
    {
        foreach (string path in Directory.EnumerateFiles(Path.GetTempPath(), Prefix + "*" + Suffix))
        {
            string number = Path.GetFileName(path)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id)) yield return id;
        }
    }
}
