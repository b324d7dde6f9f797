using System.CommandLine;
using System.Text.Json;
using Slabwise.Tool.Remote;
using Spectre.Console;

namespace Slabwise.Tool.Commands;

internal static class WatchCommand
{
    public static Command Create()
    {
        Argument<int> process = ProcessArgument.Create();
        var every = new Option<double>("--interval", "-i") { Description = "Seconds between two looks.", DefaultValueFactory = _ => 1 };
        var count = new Option<int>("--count", "-n") { Description = "How many looks; 0 goes on until it is interrupted.", DefaultValueFactory = _ => 0 };
        var command = new Command("watch", "Shows totals and the largest pools, again and again.") { process, every, count };
        command.SetAction(async (parsed, cancel) =>
        {
            Target target = parsed.TargetOf(process);
            TimeSpan pause = TimeSpan.FromSeconds(Math.Max(0.1, parsed.GetValue(every)));
            int looks = parsed.GetValue(count);
            if (Console.IsOutputRedirected) return await Print(target, pause, looks, cancel);
            return await AnsiConsole.Live(new Text("")).StartAsync(async live =>
            {
                for (int look = 0; looks == 0 || look < looks; look++)
                {
                    live.UpdateTarget(await Look(target, cancel));
                    await Task.Delay(pause, cancel);
                }

                return ExitCodes.Good;
            });
        });
        return command;
    }

    private static async Task<int> Print(Target target, TimeSpan pause, int looks, CancellationToken cancel)
    {
        for (int look = 0; looks == 0 || look < looks; look++)
        {
            if (look > 0) await Task.Delay(pause, cancel);
            AnsiConsole.Write(await Look(target, cancel));
        }

        return ExitCodes.Good;
    }

    private static async Task<Table> Look(Target target, CancellationToken cancel)
    {
        using JsonDocument json = JsonDocument.Parse(await target.Ask("stats-json", cancel));
        return PoolsTable.Of(json.RootElement);
    }
}
