using System.CommandLine;
using System.Globalization;
using System.Text;
using Slabwise.Tool.Remote;

namespace Slabwise.Tool.Commands;

internal static class ProfileCommand
{
    private const long DefaultSampleBytes = 512 << 10;

    public static Command Create()
    {
        Argument<int> process = ProcessArgument.Create();
        var output = new Option<FileInfo>("--output", "-o") { Description = "The file; a name that ends in .folded gets folded stacks, any other one gzipped pprof.", Required = true };
        Option<int> seconds = Bounded.Option("--seconds", "-s", 1, Bounded.LongestSeconds, 10, "How long to sample where the process does not do so already.");
        Option<long> bytes = Bounded.Option("--sample-bytes", null, 1, long.MaxValue, DefaultSampleBytes, "Bytes between two samples, on average.");
        var command = new Command("profile", "Writes a heap profile: which code rented what is rented now, and what was rented meanwhile.") { process, output, seconds, bytes };
        command.SetAction(async (parsed, cancel) =>
        {
            Target target = parsed.TargetOf(process);
            FileInfo file = parsed.GetValue(output)!;
            target.RefuseUnlessThere();
            using var written = new OutputFile(file);
            string started = await target.Ask("profile-start", cancel, default, ("sample_bytes", parsed.GetValue(bytes).ToString(CultureInfo.InvariantCulture)));
            await Console.Out.WriteLineAsync(started);
            bool isOurs = started.StartsWith("started", StringComparison.Ordinal);
            try
            {
                if (isOurs) await Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancel);
                await Write(target, file, written, cancel);
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

    private static async Task Write(Target target, FileInfo file, OutputFile written, CancellationToken cancel)
    {
        bool folded = file.Name.EndsWith(".folded", StringComparison.OrdinalIgnoreCase);
        string text = await target.Ask(folded ? "profile-folded" : "profile", cancel);
        written.Write(folded ? Encoding.UTF8.GetBytes(text) : Convert.FromBase64String(text));
    }
}
