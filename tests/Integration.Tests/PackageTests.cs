using System.IO.Compression;
using Xunit;

namespace Slabwise.Integration.Tests;

/// <summary>The packages as a stranger meets them: restored from a folder, built and run outside the solution.</summary>
public sealed class PackageTests
{
    private const string Slabwise = """<PackageReference Include="Slabwise" Version="0.1.0" />""";
    private const string Analyzers = """<PackageReference Include="Slabwise.Analyzers" Version="0.1.0" />""";

    private readonly Feed _feed;

    public PackageTests(Feed feed) => _feed = feed;

    [Fact]
    public void GeneratedPoolRunsWithoutUnsafeBlocks()
    {
        Consumer consumer = _feed.NewConsumer(Slabwise, """
            using Slabwise;

            using (var lease = Quote.Lease()) lease.Value.Id = 7;
            Pooled<Quote> handle = Quote.Rent();
            handle.Value.Bid = 1.5;
            double bid = handle.Value.Bid;
            Quote.Return(handle);
            Request request = Request.Rent();
            request.Hits.Add(1);
            Request.Return(request);
            using (ObjectLease<Request> again = Request.Lease())
                Console.WriteLine($"bid {bid}, hits {again.Value.Hits.Count}, rented {Quote.Pool.GetStatistics().Rented}");

            [SizeClassPooled]
            public partial struct Quote { public long Id; public double Bid, Ask; public int Venue; }

            [SizeClassPooled]
            public sealed partial class Request { public readonly List<int> Hits = []; partial void OnReturn() => Hits.Clear(); }
            """, "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><InvariantGlobalization>true</InvariantGlobalization>");
        consumer.Build().MustSucceed();
        DotNet run = consumer.RunBuilt().MustSucceed();
        Assert.Contains("bid 1.5, hits 0, rented 0", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnershipFindingsStandInTheBuildOutput()
    {
        Consumer consumer = _feed.NewConsumer(Slabwise, """
            using System.Buffers;
            using Slabwise;

            static class Buggy
            {
                static void Main()
                {
                    Pooled<Quote> twice = Quote.Rent();
                    Quote.Return(twice);
                    Quote.Return(twice);

                    byte[] used = ArrayPool<byte>.Shared.Rent(100);
                    ArrayPool<byte>.Shared.Return(used);
                    used[0] = 1;
                }
            }

            [SizeClassPooled]
            public partial struct Quote { public long Id; }
            """);
        DotNet build = consumer.Build().MustSucceed();
        Assert.Contains("Program.cs(10,9): warning SLAB102", build.Output, StringComparison.Ordinal);
        Assert.Contains("Program.cs(14,9): warning SLAB103", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnalyzersAloneReportOnArrayPool()
    {
        Consumer consumer = _feed.NewConsumer(Analyzers, ArrayPoolBug);
        Assert.Contains("warning SLAB102", consumer.Build().MustSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void BothPackagesTogetherReportOnce()
    {
        Consumer consumer = _feed.NewConsumer(Slabwise + Analyzers, ArrayPoolBug);
        string output = consumer.Build().MustSucceed().Output;
        Assert.Contains("1 Warning(s)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AWebApplicationNeedsOnePackageAndTwoLines()
    {
        Consumer consumer = _feed.NewConsumer("""<FrameworkReference Include="Microsoft.AspNetCore.App" /><PackageReference Include="Slabwise.AspNetCore" Version="0.1.0" />""", """
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Hosting;
            using Slabwise;

            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.AddSlabwise();
            WebApplication application = builder.Build();
            application.MapSlabwise();
            await application.StartAsync();
            Quote.Return(Quote.Rent());
            using var client = new HttpClient { BaseAddress = new Uri(application.Urls.First()) };
            string slabs = await client.GetStringAsync("/slabwise/slabinfo"), page = await client.GetStringAsync("/slabwise/"), licences = await client.GetStringAsync("/slabwise/licenses.txt");
            Console.WriteLine($"quotes {slabs.Contains("Quote")}, page {page.Contains("<title>Slabwise</title>")}, licences {licences.Contains("Apache License")}");
            await application.StopAsync();

            [SizeClassPooled]
            public partial struct Quote { public long Id; public double Bid, Ask; }
            """);
        consumer.Build().MustSucceed();
        Assert.Contains("quotes True, page True, licences True", consumer.RunBuilt().MustSucceed().Output, StringComparison.Ordinal);
        string[] package = Entries("Slabwise.AspNetCore.0.1.0.nupkg");
        Assert.Contains("lib/net10.0/Slabwise.AspNetCore.xml", package);
        Assert.Contains("licenses/d3-flame-graph.LICENSE.txt", package);
    }

    [Fact]
    public void PackagesHoldWhatTheyPromise()
    {
        string[] main = Entries("Slabwise.0.1.0.nupkg");
        Assert.Contains("lib/net10.0/Slabwise.dll", main);
        Assert.Contains("lib/net10.0/Slabwise.xml", main);
        Assert.Contains("analyzers/dotnet/cs/Slabwise.Generators.dll", main);
        Assert.Contains("analyzers/dotnet/cs/Slabwise.Analyzers.dll", main);
        Assert.Contains("analyzers/dotnet/cs/Slabwise.Analyzers.CodeFixes.dll", main);
        Assert.Contains("buildTransitive/Slabwise.props", main);
        Assert.DoesNotContain(main, entry => entry.EndsWith(".so", StringComparison.Ordinal) || entry.StartsWith("runtimes/", StringComparison.Ordinal));

        string[] analyzers = Entries("Slabwise.Analyzers.0.1.0.nupkg");
        Assert.DoesNotContain(analyzers, entry => entry.StartsWith("lib/", StringComparison.Ordinal));
        Assert.Contains("analyzers/dotnet/cs/Slabwise.Analyzers.dll", analyzers);
    }

    private const string ArrayPoolBug = """
        using System.Buffers;

        byte[] buffer = ArrayPool<byte>.Shared.Rent(100);
        ArrayPool<byte>.Shared.Return(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
        """;

    private string[] Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(_feed.Packages, package));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
