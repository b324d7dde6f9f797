using System.CommandLine;
using System.Globalization;

namespace Slabwise.Tool.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        Argument<int> process = ProcessArgument.Create();
        Option<int> seconds = Bounded.Option("--seconds", "-s", 1, Bounded.LongestSeconds, 10, "Seconds between the two looks; growth needs time to show.");
        var command = new Command("doctor", "Says why the process holds what it holds: a leak, fragmentation, caches, decay, or memory that is not Slabwise's.") { process, seconds };
        command.SetAction(async (parsed, cancel) =>
        {
            int wait = parsed.GetValue(seconds);
            string text = await parsed.TargetOf(process).Ask("doctor", cancel, TimeSpan.FromSeconds(wait), ("seconds", wait.ToString(CultureInfo.InvariantCulture)));
            await Console.Out.WriteLineAsync(text.TrimEnd());
            return ExitCodes.Good;
        });
        return command;
    }
}
