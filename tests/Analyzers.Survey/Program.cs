using System.Reflection;
using Slabwise.Analyzers.Survey.Driver;
using Slabwise.Analyzers.Survey.Peers;
using Slabwise.Analyzers.Survey.Scan;
using Slabwise.Analyzers.Survey.Time;

namespace Slabwise.Analyzers.Survey;

/// <summary>Commands around the analyzers that are no tests, because they take minutes or need sources from elsewhere.</summary>
internal static class Program
{
    private const string Usage = """
        scan FOLDER... [--warnings]   all rules over the C# projects under the folders, which need not build
        peers                         other packages over the corpus; writes docs/analyzers-compared.md
        time [FILES]                  seconds of our analyzers in the compiler, for a generated project of 500 files
        driver [ROUNDS]               passes of the generator against those of an empty one, in the generator driver; 60 rounds
        """;

    public static string RepositoryRoot { get; } = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["scan", .. { Length: > 0 } rest]:
                await ScanCommand.RunAsync([.. rest.Where(arg => arg != "--warnings")], warningsOnly: rest.Contains("--warnings"));
                return 0;
            case ["peers"]:
                await PeersCommand.RunAsync();
                return 0;
            case ["time", .. var rest]:
                TimeCommand.Run(rest is [{ } files] ? int.Parse(files, System.Globalization.CultureInfo.InvariantCulture) : 500);
                return 0;
            case ["driver", .. var rest]:
                DriverCommand.Run(rest is [{ } rounds] ? int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture) : 60);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 1;
        }
    }
}
