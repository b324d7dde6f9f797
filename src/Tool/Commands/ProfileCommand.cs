using System.CommandLine;
using System.Globalization;
using Slabwise.Tool.Remote;

namespace Slabwise.Tool.Commands;

internal static class ProfileCommand
{
    private const long DefaultSampleBytes = 512 << 10;

    public static Command Create()
    {
        Argument<int> process = ProcessArgument.Create();
        var output = new Option<FileInfo>("--output", "-o") { Description = "The file; a name that ends in .folded gets folded stacks, any other one gzipped pprof.", Required = true };
        var seconds = new Option<int>("--seconds", "-s") { Description = "How long to sample where the process does not do so already.", DefaultValueFactory = _ => 10 };
        var bytes = new Option<long>("--sample-bytes") { Description = "Bytes between two samples, on average.", DefaultValueFactory = _ => DefaultSampleBytes };
        var command = new Command("profile", "Writes a heap profile: which code rented what is rented now, and what was rented meanwhile.") { process, output, seconds, bytes };
        command.SetAction(async (parsed, cancel) =>
        {
            Target target = parsed.TargetOf(process);
            FileInfo file = parsed.GetValue(output)!;
            string started = await target.Ask("profile-start", cancel, default, ("sample_bytes", parsed.GetValue(bytes).ToString(CultureInfo.InvariantCulture)));
            await Console.Out.WriteLineAsync(started);
            bool isOurs = started.StartsWith("started", StringComparison.Ordinal);
            try
            {
                if (isOurs) await Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancel);
                await Write(target, file, cancel);
            }
            finally
            {
                if (isOurs) await target.Ask("profile-stop", CancellationToken.None);
            }

            await Console.Out.WriteLineAsync($"wrote {file.FullName}");
            return ExitCodes.Good;
        });
        return command;
    }

    private static async Task Write(Target target, FileInfo file, CancellationToken cancel)
    {
        bool folded = file.Name.EndsWith(".folded", StringComparison.OrdinalIgnoreCase);
        string text = await target.Ask(folded ? "profile-folded" : "profile", cancel);
        try
        {
            if (folded) await File.WriteAllTextAsync(file.FullName, text, cancel);
            else await File.WriteAllBytesAsync(file.FullName, Convert.FromBase64String(text), cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Failed, e.Message);
        }
    }
}
