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
        using Process process = Start(Host, [Tool], arguments);
        using Timer patience = Patience(process);
        return End(process, "", process.StandardError.ReadToEndAsync());
    }

    /// <summary>Interrupts it, as control and C do, once it has written a text.</summary>
    public static ToolRun Interrupted(string text, params object[] arguments)
    {
        // Who starts the tests in the background of a script makes all that they start deaf to interrupts.
        using Process process = Start("env", ["--default-signal=INT", Host, Tool], arguments);
        using Timer patience = Patience(process);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = ReadTo(text, process);
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        return End(process, output, error);
    }

    /// <summary>Does something once it has written a text.</summary>
    public static ToolRun Meanwhile(string text, Action then, params object[] arguments)
    {
        using Process process = Start(Host, [Tool], arguments);
        using Timer patience = Patience(process);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = ReadTo(text, process);
        then();
        return End(process, output, error);
    }

    private static string ReadTo(string text, Process process)
    {
        string output = "";
        while (!output.Contains(text, StringComparison.Ordinal) && process.StandardOutput.ReadLine() is { } line) output += line + "\n";
        return output;
    }

    private static Process Start(string file, string[] first, object[] arguments) => Process.Start(
        new ProcessStartInfo(file, [.. first, .. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static ToolRun End(Process process, string output, Task<string> error)
    {
        output += process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output, error.Result);
    }

    // Killed, it ends with a code that no test asks for.
    private static Timer Patience(Process process) => new(_ => process.Kill(entireProcessTree: true), null, TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan);
}
