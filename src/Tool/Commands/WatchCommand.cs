using System.CommandLine;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Slabwise.Tool.Remote;
using Spectre.Console;

namespace Slabwise.Tool.Commands;

internal static class WatchCommand
{
    // Names of pools are long; a pipe or a file has no width to keep to.
    private const int WidthOfAFile = 240;

    public static Command Create()
    {
        Argument<int> process = ProcessArgument.Create();
        Option<double> every = Bounded.Option("--interval", "-i", 0.1, Bounded.LongestSeconds, 1.0, "Seconds between two looks.");
        Option<int> count = Bounded.Option("--count", "-n", 0, int.MaxValue, 0, "How many looks; 0 goes on until it is interrupted.");
        var command = new Command("watch", "Shows totals and the largest pools, again and again.") { process, every, count };
        command.SetAction(async (parsed, cancel) =>
        {
            Target target = parsed.TargetOf(process);
            TimeSpan pause = TimeSpan.FromSeconds(parsed.GetValue(every));
            int looks = parsed.GetValue(count);
            try
            {
                if (Console.IsOutputRedirected) await Print(target, pause, looks, cancel);
                else await AnsiConsole.Live(new Text("")).StartAsync(live => Repeat(target, pause, looks, table => { live.UpdateTarget(table); return true; }, cancel));
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // how one leaves it
            }

            return ExitCodes.Good;
        });
        return command;
    }

    // A pipe past Console.Out, which hides that whoever read it has gone: it would go on for ever behind `| head`.
    private static async Task Print(Target target, TimeSpan pause, int looks, CancellationToken cancel)
    {
        using var handle = new SafeFileHandle(1, ownsHandle: false);
        await using Stream pipe = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new FileStream(handle, FileAccess.Write, bufferSize: 0);
        await using var writer = new StreamWriter(pipe.CanSeek ? Console.OpenStandardOutput() : pipe) { NewLine = "\n" };
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        plain.Profile.Width = WidthOfAFile;
        await Repeat(target, pause, looks, table => TryWrite(plain, writer, table), cancel);
    }

    private static bool TryWrite(IAnsiConsole plain, StreamWriter writer, Table table)
    {
        try
        {
            plain.Write(table);
            writer.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task Repeat(Target target, TimeSpan pause, int looks, Func<Table, bool> show, CancellationToken cancel)
    {
        for (int look = 0; looks == 0 || look < looks; look++)
        {
            if (look > 0) await Task.Delay(pause, cancel);
            using JsonDocument json = JsonDocument.Parse(await target.Ask("stats-json", cancel));
            if (!show(PoolsTable.Of(json.RootElement))) return;
        }
    }
}
