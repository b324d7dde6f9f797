using Xunit;

namespace Slabwise.Integration.Tests;

/// <summary>The fixes as the command line applies them, to a project that knows the packages from a folder.</summary>
public sealed class FormatTests
{
    // Raised, because the command's severity is a lower bound for what it touches.
    private const string Severities = "dotnet_diagnostic.SLAB008.severity = warning\n";

    private readonly Feed _feed;

    public FormatTests(Feed feed) => _feed = feed;

    [Fact]
    public void FormatMendsAndTheResultBuildsCleanly()
    {
        Consumer consumer = _feed.NewConsumer("""<PackageReference Include="Slabwise" Version="0.1.0" />""", """
            using System.Buffers;
            using Slabwise;

            using (var lease = Order.Lease()) lease.Value.Id = 7;
            Console.WriteLine(Work.Sum(new MemoryStream([1, 2, 3])) + Work.Late(5));

            internal static unsafe class Work
            {
                public static int Sum(Stream stream)
                {
                    byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
                    int read = stream.Read(buffer);
                    if (read == 0)
                    {
                        return 0;
                    }

                    int sum = buffer.AsSpan(0, read).IndexOf((byte)3);
                    ArrayPool<byte>.Shared.Return(buffer);
                    return sum;
                }

                public static int Late(int n)
                {
                    byte[] buffer = ArrayPool<byte>.Shared.Rent(64);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer[0] = (byte)n;
                    return n;
                }

                public static void* Block() => NativeHeap.Alloc(4_100);

                public static byte[] Large() => new byte[85_000];
            }

            [SizeClassPooled]
            public struct Order
            {
                public bool Open;
                public long Id;
                public bool Filled;
            }

            [SizeClassPooled]
            public sealed partial class Request
            {
                public readonly List<int> Hits = [];
            }
            """, "<AllowUnsafeBlocks>true</AllowUnsafeBlocks><InvariantGlobalization>true</InvariantGlobalization>", Severities);

        DotNet.Run(consumer.Folder, "restore", "-nr:false").MustSucceed();
        // What the pool of a struct brings in, once the struct is partial, is seen by the second run.
        Format(consumer, "info", "SLAB001", "SLAB103", "SLAB303");
        Format(consumer, "warn");
        string mended = File.ReadAllText(Path.Combine(consumer.Folder, "Program.cs"));
        Assert.Contains("public partial struct Order", mended, StringComparison.Ordinal);
        Assert.Contains("finally", mended, StringComparison.Ordinal);
        Assert.Contains("NativeHeap.Alloc(5_120)", mended, StringComparison.Ordinal);
        Assert.Contains("new byte[84_975]", mended, StringComparison.Ordinal);
        Assert.True(mended.IndexOf("buffer[0] =", StringComparison.Ordinal) < mended.LastIndexOf("Shared.Return(buffer)", StringComparison.Ordinal), mended);
        Assert.Contains("Hits.Clear();", mended, StringComparison.Ordinal);
        Assert.True(mended.IndexOf("public long Id", StringComparison.Ordinal) < mended.IndexOf("public bool Open", StringComparison.Ordinal), mended);

        string output = consumer.Build().MustSucceed().Output;
        Assert.DoesNotContain("SLAB", output, StringComparison.Ordinal);
        Assert.Equal("7", consumer.RunBuilt().MustSucceed().Output.Trim());
    }

    // The command takes the action of the first report that an analyzer makes, whatever its id, and applies it to all of the id whose turn it is. So
    // with several ids of one analyzer in a project, a run mends some of them. Named ids are free of that: the others are filtered out before.
    private static void Format(Consumer consumer, string severity, params string[] ids)
    {
        string[] arguments = ["format", "analyzers", "Consumer.csproj", "--no-restore", "--severity", severity];
        DotNet.Run(consumer.Folder, ids.Length == 0 ? arguments : [.. arguments, "--diagnostics", .. ids]).MustSucceed();
    }
}
