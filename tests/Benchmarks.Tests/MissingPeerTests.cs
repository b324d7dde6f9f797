using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Running;

namespace Slabwise.Benchmarks.Tests;

public sealed class MissingPeerTests
{
    [Theory]
    [InlineData("jemalloc", "libjemalloc2")]
    [InlineData("tcmalloc", "libtcmalloc-minimal4")]
    [InlineData("mimalloc", "libmimalloc2.0")]
    public void A_missing_library_is_named_with_its_package_and_its_rows_are_left_out(string name, string package)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Libraries are preloaded on Linux only.");
        Allocator[] wanted = [AllocatorCatalog.Named("gc", AllocatorCatalog.All), AllocatorCatalog.Named(name, AllocatorCatalog.All)];

        Contestants contestants = Contestants.Of(wanted, libraryPath: []);

        Assert.Equal("gc", Assert.Single(contestants.Present).Name);
        string problem = Assert.Single(contestants.Problems);
        Assert.Contains(name, problem, StringComparison.Ordinal);
        Assert.Contains(package, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_both_rows_need_is_named_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Libraries are preloaded on Linux only.");
        Allocator[] wanted = [.. AllocatorCatalog.All.Where(a => a.Preload?.Name == "mimalloc")];
        Assert.Equal(2, wanted.Length);

        Contestants contestants = Contestants.Of(wanted, libraryPath: []);

        Assert.Empty(contestants.Present);
        Assert.Single(contestants.Problems, p => p.Contains("libmimalloc2.0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_compiler_is_named()
    {
        (string? path, string? problem) = CProgram.Build(AppContext.BaseDirectory, searchPath: []);
        Assert.Null(path);
        Assert.Contains("gcc", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_is_found_where_it_lies()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory();
        try
        {
            string file = Path.Combine(directory.FullName, "libsample.so.1");
            File.WriteAllText(file, "");
            Assert.Equal(file, new PeerLibrary("sample", "libsample.so.1", "sample1").Find(["/nowhere", directory.FullName]));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
