using System.CommandLine;
using Slabwise.Tool.Remote;

namespace Slabwise.Tool.Commands;

/// <summary>The argument PID; a shell completes it with the .NET processes of this user.</summary>
internal static class ProcessArgument
{
    public static Argument<int> Create()
    {
        var argument = new Argument<int>("PID") { Description = "The process's number, as `slabwise ps` shows it." };
        argument.CompletionSources.Add(_ => DotNetProcesses.Find().Select(id => new System.CommandLine.Completions.CompletionItem(id.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        return argument;
    }

    public static Target TargetOf(this ParseResult parsed, Argument<int> argument) => new(parsed.GetValue(argument));
}
