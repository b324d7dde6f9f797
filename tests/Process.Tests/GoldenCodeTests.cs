using Xunit;

namespace Slabwise.Process.Tests;

/// <summary>Holds the machine code of a rent, a touch and a return to bounds, so that it cannot grow unseen.</summary>
public sealed class GoldenCodeTests : IClassFixture<GoldenCodeTests.Listings>
{
    // What a fast path may call: the thread-static look-up (through a register, and once a thread through its helper), and slow paths.
    private static readonly string[] Allowed =
    [
        "SpillAndPush", "ThrowMisuse", "RetireAndRent", "RefillAndRent", "SpillAndReturn", "RefuseOrLetGo",
        "ThrowIfNull", "ArgumentNullException:Throw", "CORINFO_HELP_GETDYNAMIC_NONGCTHREADSTATIC",
    ];

    private readonly Listings _listings;

    public GoldenCodeTests(Listings listings) => _listings = listings;

    [Theory]
    [InlineData("Kernels:BareChecked(long)", 7, 11, 6)]
    [InlineData("Kernels:UsingChecked(long)", 6, 12, 8)]
    [InlineData("Kernels:BareUnchecked(long)", 4, 7, 4)]
    [InlineData("Kernels:BareClass(long)", 12, 21, 6)]
    public void FastPathStaysWithinItsBounds(string method, int branches, int loads, int stores)
    {
        Assert.SkipUnless(Listings.Applies, "the bounds are for x64");
        Listing code = _listings.Of(method);
        Assert.True(code.Branches <= branches, $"{code.Branches} branches, bound {branches}\n{code}");
        Assert.True(code.Loads <= loads, $"{code.Loads} loads, bound {loads}\n{code}");
        Assert.True(code.Stores <= stores, $"{code.Stores} stores, bound {stores}\n{code}");
    }

    [Theory]
    [InlineData("Kernels:BareChecked(long)")]
    [InlineData("Kernels:UsingChecked(long)")]
    [InlineData("Kernels:BareUnchecked(long)")]
    [InlineData("Kernels:BareClass(long)")]
    public void FastPathCallsNothingButTheThreadStaticLookup(string method)
    {
        Assert.SkipUnless(Listings.Applies, "the bounds are for x64");
        Listing code = _listings.Of(method);
        Assert.InRange(code.Calls.Count(IsRegisterCall), 0, 2);
        Assert.All(code.Calls.Where(call => !IsRegisterCall(call) && !IsFinally(call)), call =>
            Assert.True(Array.Exists(Allowed, name => call.Contains(name, StringComparison.Ordinal)), $"{call}\n{code}"));
    }

    [Fact]
    public void AsyncBodyReachesNoPInvokeHelper()
    {
        Assert.SkipUnless(Listings.Applies, "the bounds are for x64");
        Listing code = _listings.Of("<AsyncChecked>");
        Assert.DoesNotContain(code.Calls, call => call.Contains("PINVOKE", StringComparison.OrdinalIgnoreCase) || call.Contains("STUB", StringComparison.OrdinalIgnoreCase));
        Assert.All(code.Calls.Where(call => call.Contains("Slabwise", StringComparison.Ordinal) && !call.Contains("Slabwise.Probe", StringComparison.Ordinal)), call =>
            Assert.True(Array.Exists(Allowed, name => call.Contains(name, StringComparison.Ordinal)), $"{call}\n{code}"));
        Assert.InRange(code.Branches, 1, 19);
    }

    private static bool IsRegisterCall(string call) => call is "call     rax" or "call rax";

    private static bool IsFinally(string call) => call.Contains("G_M", StringComparison.Ordinal);

    public sealed class Listings : IDisposable
    {
        private readonly string _file = Path.GetTempFileName();

        public Listings()
        {
            if (!Applies) return;
            ProbeRun run = ProbeRun.Start(
                "kernels",
                ("DOTNET_JitDisasm", "BareChecked UsingChecked BareUnchecked BareClass MoveNext"),
                ("DOTNET_JitStdOutFile", _file),
                ("DOTNET_TieredPGO", "0"));
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
        }

        public static bool Applies =>
            System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64
            && OperatingSystem.IsLinux();

        internal Listing Of(string method) => Listing.OfTier1(_file, method);

        public void Dispose() => File.Delete(_file);
    }
}
