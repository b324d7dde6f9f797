using System.Diagnostics;

namespace Slabwise.Process.Tests;

/// <summary>Starts the probe, perhaps under a shell that sets limits first, and waits for it.</summary>
internal sealed record ProbeRun(int ExitCode, string Output, string Error)
{
    private static readonly string Probe = Path.Combine(AppContext.BaseDirectory, "Slabwise.Probe.dll");

    public static ProbeRun Start(string command, params (string Name, string Value)[] environment) =>
        Run(DotNet, [Probe, .. command.Split(' ')], environment);

    /// <summary>Runs it as <c>sh -c "PREFIX exec dotnet probe command"</c>.</summary>
    public static ProbeRun StartInShell(string prefix, string command, params (string Name, string Value)[] environment) =>
        Run("/bin/sh", ["-c", $"{prefix} \"$0\" \"$1\" {command}", DotNet, Probe], environment);

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static ProbeRun Run(string file, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The probe did not end: {string.Join(' ', arguments)}");
        }

        return new ProbeRun(process.ExitCode, output, error.Result);
    }
}
