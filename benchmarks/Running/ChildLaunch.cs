using System.Diagnostics;
using System.Runtime.InteropServices;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Running;

/// <summary>How the child process of an allocator is started.</summary>
internal static class ChildLaunch
{
    public static ProcessStartInfo For(Allocator allocator, Workload workload, string? cProgram)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (allocator.Host == Host.C)
        {
            start.FileName = cProgram ?? throw new InvalidOperationException("The C program was not built.");
            start.ArgumentList.Add(allocator.LoopOf(workload));
        }
        else
        {
            // The host that runs this process, not the application's own launcher, which tests do not have in place.
            start.FileName = DotNetHost();
            foreach (string argument in (string[])["exec", typeof(ChildLaunch).Assembly.Location, "child", allocator.LoopOf(workload), allocator.Source])
                start.ArgumentList.Add(argument);
        }
        foreach ((string name, string value) in allocator.Environment) start.Environment[name] = value;
        if (allocator.Preload?.Find(PeerLibrary.SearchPath) is { } library) start.Environment["LD_PRELOAD"] = library;
        else start.Environment.Remove("LD_PRELOAD");
        return start;
    }

    public static string DotNetHost()
    {
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? host : "dotnet";
    }
}
