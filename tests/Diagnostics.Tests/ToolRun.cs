using System.Diagnostics;
using System.Globalization;

namespace Slabwise.Diagnostics.Tests;

/// <summary>Runs the built tool and waits for it.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "Slabwise.Tool.dll");

    private static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>What a shell runs it by.</summary>
    public static string CommandLine => $"'{Host}' '{Tool}'";

    public static ToolRun Of(params object[] arguments)
    {
        using Process process = Start(arguments);
        return End(process, "", process.StandardError.ReadToEndAsync());
    }

    /// <summary>Interrupts it, as control and C do, once it has written a text.</summary>
    public static ToolRun Interrupted(string text, params object[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = "";
        while (!output.Contains(text, StringComparison.Ordinal) && process.StandardOutput.ReadLine() is { } line) output += line + "\n";
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        return End(process, output, error);
    }

    private static Process Start(object[] arguments) => Process.Start(
        new ProcessStartInfo(Host, [Tool, .. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static ToolRun End(Process process, string output, Task<string> error)
    {
        output += process.StandardOutput.ReadToEnd();
        if (process.WaitForExit(TimeSpan.FromMinutes(2))) return new ToolRun(process.ExitCode, output, error.Result);
        process.Kill(entireProcessTree: true);
        throw new TimeoutException("The tool did not end.");
    }
}
