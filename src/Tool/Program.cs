using System.CommandLine;
using Slabwise.Tool.Commands;

namespace Slabwise.Tool;

internal static class Program
{
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
        try
        {
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors) await Console.Error.WriteLineAsync($"slabwise: {error.Message}");
                return ExitCodes.Usage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (ToolException told)
        {
            await Console.Error.WriteLineAsync($"slabwise: {told.Message}");
            return told.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Failed;
        }
    }
}
