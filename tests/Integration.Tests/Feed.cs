using System.Runtime.CompilerServices;
using Xunit;

[assembly: AssemblyFixture(typeof(Slabwise.Integration.Tests.Feed))]

namespace Slabwise.Integration.Tests;

/// <summary>Packs the packages once into a folder, from which projects outside the solution restore them.</summary>
public sealed class Feed : IDisposable
{
    public Feed()
    {
        string root = RepositoryRoot();
        foreach (string project in (string[])["src/Runtime/Runtime.csproj", "src/AspNetCore/AspNetCore.csproj", "src/Analyzers.CodeFixes/Analyzers.CodeFixes.csproj"])
            DotNet.Run(root, "pack", project, "-c", "Release", "-o", Packages, "-nr:false", "-p:UseSharedCompilation=false").MustSucceed();
        CopyDependency(root, "microsoft.extensions.objectpool");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("slabwise-feed-").FullName;

    public string Packages => Path.Combine(Folder, "packages");

    /// <summary>Makes a project outside the solution that can restore from this folder only.</summary>
    public Consumer NewConsumer(string packages, string program, string properties = "", string editorConfig = "")
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, Path.GetRandomFileName())).FullName;
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(Folder, "cache")}" /></config>
              <packageSources><clear /><add key="local" value="{Packages}" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup>{packages}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        if (editorConfig.Length > 0) File.WriteAllText(Path.Combine(folder, ".editorconfig"), "root = true\n[*.cs]\n" + editorConfig);
        return new Consumer(folder);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // Packing has restored it; so the projects here need no other source than this folder.
    private void CopyDependency(string root, string package)
    {
        DotNet listed = DotNet.Run(root, "nuget", "locals", "global-packages", "--list");
        listed.MustSucceed();
        string cache = listed.Output[(listed.Output.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(cache, package), "*.nupkg", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(Packages, Path.GetFileName(file)), overwrite: true);
    }

    private static string RepositoryRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}

/// <summary>A project of somebody who references the packages.</summary>
public sealed record Consumer(string Folder)
{
    public DotNet Build() => DotNet.Run(Folder, "build", "-c", "Release", "-nr:false", "-p:UseSharedCompilation=false");

    public DotNet RunBuilt() => DotNet.Run(Folder, Path.Combine("bin", "Release", "net10.0", "Consumer.dll"));
}
