using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Running;

/// <summary>The allocators that can run on this machine, and what is missing for the others.</summary>
internal sealed record Contestants(IReadOnlyList<Allocator> Present, IReadOnlyList<string> Problems, string? CProgram)
{
    public static Contestants Of(IReadOnlyList<Allocator> wanted, IEnumerable<string> libraryPath)
    {
        var problems = new List<string>();
        string? cProgram = null;
        bool canPreload = OperatingSystem.IsLinux();
        if (canPreload && wanted.Any(a => a.Host == Host.C))
        {
            (cProgram, string? problem) = Running.CProgram.Build();
            if (problem is not null) problems.Add(problem);
        }
        else if (!canPreload)
        {
            problems.Add("Preloaded libraries and the C program run on Linux only; their rows are left out.");
        }

        string[] directories = [.. libraryPath];
        foreach (PeerLibrary missing in wanted.Select(a => a.Preload).OfType<PeerLibrary>().Distinct())
        {
            if (canPreload && missing.Find(directories) is null) problems.Add(missing.MissingMessage);
        }
        Allocator[] present =
        [
            .. wanted.Where(a => a.Host != Host.C || cProgram is not null)
                     .Where(a => a.Preload is null || (canPreload && a.Preload.Find(directories) is not null)),
        ];
        return new Contestants(present, problems, cProgram);
    }
}
