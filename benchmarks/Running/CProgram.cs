using System.Diagnostics;

namespace Slabwise.Benchmarks.Running;

/// <summary>Builds the C loops where a compiler is found.</summary>
internal static class CProgram
{
    public const string MissingCompiler = "c: gcc was not found; the rows of the C program are left out (Debian package gcc).";

    /// <summary>The path of the program, or null and the reason.</summary>
    public static (string? Path, string? Problem) Build(string directory, IEnumerable<string> searchPath)
    {
        string? compiler = searchPath.Select(d => Path.Combine(d, "gcc")).FirstOrDefault(File.Exists);
        if (compiler is null) return (null, MissingCompiler);

        string[] sources = Directory.GetFiles(directory, "*.c");
        string program = Path.Combine(directory, "loops");
        DateTime newest = sources.Concat(Directory.GetFiles(directory, "*.h")).Max(File.GetLastWriteTimeUtc);
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > newest) return (program, null);

        // Built aside and moved into place, so that two runs at once cannot start half a program.
        string aside = $"{program}.{Environment.ProcessId}";
        var start = new ProcessStartInfo(compiler, ["-O2", "-pthread", "-o", aside, .. sources]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) return (null, $"c: gcc could not build the C program; its rows are left out.\n{errors.TrimEnd()}");
        File.Move(aside, program, overwrite: true);
        return (program, null);
    }

    public static (string? Path, string? Problem) Build() => Build(
        Path.Combine(AppContext.BaseDirectory, "c"),
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
}
