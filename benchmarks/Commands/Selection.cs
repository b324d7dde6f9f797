using System.CommandLine;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Commands;

/// <summary>The options by which all commands choose workloads and allocators.</summary>
internal sealed class Selection(IReadOnlyList<Workload> known)
{
    public Option<string[]> Workloads { get; } = new("--workload", "-w")
    {
        Description = "Workload to run; may be repeated. Known: " + string.Join(", ", known.Select(w => w.Name)),
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string[]> Allocators { get; } = new("--allocator", "-a")
    {
        Description = "Allocator to run; may be repeated. Known: " + string.Join(", ", AllocatorCatalog.All.Select(a => a.Name)),
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string[]> Libraries { get; } = new("--library")
    {
        Description = "name=path of one more malloc library; adds the allocators name and c:name, which are no part of the best peer",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>An option that takes a whole number from 1 upward.</summary>
    public static Option<int?> Number(string name, string description, int most)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out int number) || number < 1 || number > most))
                result.AddError($"{name} expects a number from 1 to {most}, not '{text}'.");
        });
        return option;
    }

    public void AddTo(Command command)
    {
        command.Options.Add(Workloads);
        command.Options.Add(Allocators);
        command.Options.Add(Libraries);
    }

    public IReadOnlyList<Workload> ChosenWorkloads(ParseResult parse) =>
        parse.GetValue(Workloads) is { Length: > 0 } names
            ? [.. names.Select(n => WorkloadCatalog.Named(n, known)).Distinct()]
            : known;

    public IReadOnlyList<Allocator> ChosenAllocators(ParseResult parse)
    {
        Allocator[] allocators = [.. AllocatorCatalog.All, .. (parse.GetValue(Libraries) ?? []).SelectMany(Extra)];
        return parse.GetValue(Allocators) is { Length: > 0 } names
            ? [.. names.Select(n => AllocatorCatalog.Named(n, allocators)).Distinct()]
            : allocators;
    }

    private static IEnumerable<Allocator> Extra(string definition)
    {
        if (definition.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } path])
            throw new ArgumentException($"--library expects name=path, not '{definition}'.");
        if (AllocatorCatalog.All.Any(a => a.Name == name))
            throw new ArgumentException($"--library: the name '{name}' is taken.");
        var library = new PeerLibrary(name, Path.GetFullPath(path), "");
        return [AllocatorCatalog.Preloaded(library, Host.DotNet, extra: true), AllocatorCatalog.Preloaded(library, Host.C, extra: true)];
    }
}
