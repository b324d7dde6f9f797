using System.Reflection;
using Slabwise.Analyzers.Survey.Scan;

namespace Slabwise.Analyzers.Survey;

/// <summary>Commands around the analyzers that are no tests, because they take minutes or need sources from elsewhere.</summary>
internal static class Program
{
    private const string Usage = """
        scan FOLDER... [--warnings]   all rules over the C# projects under the folders, which need not build
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
            default:
                Console.Error.WriteLine(Usage);
                return 1;
        }
    }
}
