using System.CommandLine;

namespace Slabwise.Tool.Commands;

/// <summary>A command that asks once and writes what comes.</summary>
internal static class ReportCommand
{
    public static Command Create(string name, string description, string asked, params (string Option, string Asked, string Description)[] forms)
    {
        Argument<int> process = ProcessArgument.Create();
        var command = new Command(name, description) { process };
        var options = new List<(Option<bool> Option, string Asked)>();
        foreach ((string option, string form, string what) in forms)
        {
            var made = new Option<bool>(option) { Description = what };
            options.Add((made, form));
            command.Options.Add(made);
        }

        if (forms.Length > 1)
        {
            command.Validators.Add(result =>
            {
                if (options.Count(option => result.GetValue(option.Option)) > 1) result.AddError($"one of {string.Join(", ", options.Select(option => option.Option.Name))} at a time.");
            });
        }

        command.SetAction(async (parsed, cancel) =>
        {
            string ask = options.Where(option => parsed.GetValue(option.Option)).Select(option => option.Asked).FirstOrDefault() ?? asked;
            string text = await parsed.TargetOf(process).Ask(ask, cancel);
            await Console.Out.WriteLineAsync(text.TrimEnd());
            return ExitCodes.Good;
        });
        return command;
    }
}
