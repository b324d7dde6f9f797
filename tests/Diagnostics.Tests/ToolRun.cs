using System.Diagnostics;
using System.Globalization;

namespace Slabwise.Diagnostics.Tests;

/// <summary>Runs the built tool and waits for it.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "Slabwise.Tool.dll");

    public static ToolRun Of(params object[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [Tool, .. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (process.WaitForExit(TimeSpan.FromMinutes(2))) return new ToolRun(process.ExitCode, output, error.Result);
        process.Kill(entireProcessTree: true);
        throw new TimeoutException("The tool did not end.");
    }
}
