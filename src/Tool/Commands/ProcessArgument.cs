using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Slabwise.Tool.Remote;

namespace Slabwise.Tool.Commands;

/// <summary>The argument PID; a shell completes it with the .NET processes of this user.</summary>
internal static class ProcessArgument
{
    public static Argument<int> Create()
    {
        // The names in a command's help would else be the processes that run.
        var argument = new Argument<int>("PID") { Description = "The process's number, as `slabwise ps` shows it.", HelpName = "PID" };
        argument.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0) return id;
            result.AddError($"'{text}' is no process's number; `slabwise ps` lists them.");
            return 0;
        };
        argument.CompletionSources.Add(_ => DotNetProcesses.Find().Where(id => id != Environment.ProcessId).Select(id => new CompletionItem(id.ToString(CultureInfo.InvariantCulture))));
        return argument;
    }

    public static Target TargetOf(this ParseResult parsed, Argument<int> argument) => new(parsed.GetValue(argument));
}
