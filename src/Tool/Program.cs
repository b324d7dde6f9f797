using System.CommandLine;
using Slabwise.Tool.Commands;

namespace Slabwise.Tool;

internal static class Program
{
    // Sampling that was switched on is switched off again, in a process that may be busy.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(10);

    // Nobody outside of Windows looks for help by /?, and a shell would offer it.
    private static void LeaveSlashes(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            foreach (string alias in option.Aliases.Where(alias => alias.StartsWith('/')).ToArray()) option.Aliases.Remove(alias);
        }
    }

    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Looks at the Slabwise pools of a running .NET process.")
        {
            PsCommand.Create(),
            ReportCommand.Create("stats", "Shows what the process holds, pool by pool.", "stats", ("--json", "stats-json", "Write every figure as JSON."), ("--malloc-info", "malloc-info", "Write XML in the form of glibc's malloc_info.")),
            WatchCommand.Create(),
            ProfileCommand.Create(),
            DoctorCommand.Create(),
            ReportCommand.Create("purge", "Empties the process's caches and gives all free pages back to the system.", "purge"),
            ReportCommand.Create("slabinfo", "Writes a table in the form of /proc/slabinfo.", "slabinfo"),
            CompletionCommand.Create(),
        };
        if (!OperatingSystem.IsWindows()) LeaveSlashes(root);
        try
        {
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                // Of a misspelled command it also says that one is missing.
                string[] errors = [.. parsed.Errors.Select(error => error.Message)];
                if (parsed.UnmatchedTokens.Count > 0) errors = [.. parsed.UnmatchedTokens.Select(token => $"'{token}' is no command or option here.")];
                foreach (string error in errors) await Console.Error.WriteLineAsync($"slabwise: {error}");
                await Console.Error.WriteLineAsync($"`slabwise {(parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ")}--help` says what there is.");
                return ExitCodes.Usage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Goodbye });
        }
        catch (ToolException told)
        {
            await Console.Error.WriteLineAsync($"slabwise: {told.Message}");
            return told.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }
}
