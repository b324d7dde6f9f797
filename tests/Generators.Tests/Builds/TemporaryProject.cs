using System.Diagnostics;
using System.Text.RegularExpressions;
using Slabwise.Analyzers.Rules.Declaration;
using Slabwise.TestSupport;

namespace Slabwise.Generators.Tests.Builds;

/// <summary>A project outside the repository, built by <c>dotnet build</c> as a user would.</summary>
internal sealed partial class TemporaryProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slabwise-build-");

    /// <summary>Adds a file.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    /// <summary>Adds the project file, with references to the runtime and, where asked for, to the build's own tools.</summary>
    public void WriteProject(string properties, bool withTools)
    {
        string tools = $"""
            <Analyzer Include="{typeof(PooledTypeGenerator).Assembly.Location}" />
                <Analyzer Include="{typeof(DeclarationAnalyzer).Assembly.Location}" />
            """;
        Write("Temporary.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(Pooled<>).Assembly.Location}" />
                {(withTools ? tools : "")}
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Builds, and gives the errors and warnings as <c>file: severity id: message</c>, each once.</summary>
    public IReadOnlyList<string> Build()
    {
        ProcessStartInfo start = new(Path.Combine(ReferencePack.DotnetRoot, "dotnet"),
            ["build", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-clp:NoSummary"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] lines = [.. Message().Matches(output).Select(m => $"{Path.GetFileName(m.Groups[1].Value)}: {m.Groups[2].Value}").Distinct()];
        if (process.ExitCode != 0 && lines.Length == 0) throw new InvalidOperationException(output);
        return lines;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"^\s*(.*?)(?:\([\d,]+\))?\s*: ((?:error|warning) [A-Z]+\d+: .*?)(?: \[.*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex Message();
}
