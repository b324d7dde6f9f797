using System.CommandLine;
using System.Diagnostics;
using Microsoft.Diagnostics.NETCore.Client;
using Slabwise.Tool.Remote;

namespace Slabwise.Tool.Commands;

internal static class PsCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var command = new Command("ps", "Lists the processes of this user that have Slabwise pools.");
        command.SetAction(async (_, cancel) =>
        {
            int[] processes = [.. DotNetProcesses.Find().Where(id => id != Environment.ProcessId && DotNetProcesses.MayUseSlabwise(id))];
            string?[] said = await Task.WhenAll(processes.Select(id => Greet(id, cancel)));
            for (int i = 0; i < processes.Length; i++)
            {
                if (said[i] is not null) await Console.Out.WriteLineAsync($"{processes[i],8}  {NameOf(processes[i]),-24}  {said[i]}");
            }

            return ExitCodes.Good;
        });
        return command;
    }

    private static async Task<string?> Greet(int process, CancellationToken cancel)
    {
        try
        {
            return (await Session.Ask(process, "hello", [], Patience, cancel))?.Text;
        }
        catch (Exception e) when (e is ServerNotAvailableException or UnauthorizedAccessException or IOException or TimeoutException)
        {
            return null;    // it ended meanwhile, or is another user's
        }
    }

    // All programs that `dotnet x.dll` runs are called dotnet.
    private static string? ProgramOf(int process) =>
        File.ReadAllText($"/proc/{process}/cmdline").Split('\0').Skip(1).FirstOrDefault(word => word.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) is { } path
            ? Path.GetFileName(path)
            : null;

    private static string NameOf(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return found.ProcessName == "dotnet" && OperatingSystem.IsLinux() && ProgramOf(process) is { } program ? program : found.ProcessName;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
