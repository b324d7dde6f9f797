using System.Buffers;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Slabwise.AspNetCore.Kestrel;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class QuietTrimTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(5);

    [Fact]
    public void TrimGivesBackWhatTheCLibraryKeeps()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "malloc_trim is glibc's");
        using var fragments = new Fragments();
        Assert.True(new CHeap().Trim());
        Assert.True(fragments.PagesGone >= Fragments.Pages / 2, $"{fragments.PagesGone} pages went back");
    }

    [Fact]
    public void LongTrimsAreFollowedByNoneForTenThousandTimesAsLong()
    {
        Assert.Equal(CHeap.Pause, CHeap.RestAfter(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(CHeap.Pause, CHeap.RestAfter(CHeap.Long));
        Assert.Equal(TimeSpan.FromHours(5), CHeap.RestAfter(TimeSpan.FromSeconds(1.8)));
        var heap = new CHeap();
        Assert.True(heap.Trim());
        Assert.Equal(!OperatingSystem.IsLinux(), heap.Trim());
        heap.EndRestForTests();
        Assert.True(heap.Trim());
    }

    [Fact]
    public void QuietServerIsTrimmedOnceAndNotLookedAtAgain()
    {
        int trims = 0, looks = 0;
        using var trim = new QuietTrim(new PinnedChunks(), () => Interlocked.Increment(ref looks), () => Interlocked.Increment(ref trims) > 0, s_short);
        trim.Begin();
        Wait(() => Volatile.Read(ref trims) == 1);
        int then = Volatile.Read(ref looks);
        Thread.Sleep(100);
        Assert.Equal(1, trims);
        Assert.Equal(then, looks);

        trim.Begin();
        Wait(() => Volatile.Read(ref trims) == 2);
    }

    [Fact]
    public void BusyServerIsLookedAtUntilItIsQuiet()
    {
        long rents = 0;
        int looks = 0, trims = 0;
        bool isBusy = true;
        using var trim = new QuietTrim(
            new PinnedChunks(),
            () =>
            {
                Interlocked.Increment(ref looks);
                return Volatile.Read(ref isBusy) ? rents += QuietTrim.MostRents + 1 : rents += QuietTrim.MostRents / 2;
            },
            () => Interlocked.Increment(ref trims) > 0, s_short);
        trim.Begin();
        trim.Begin();
        Wait(() => Volatile.Read(ref looks) > 20);
        Assert.Equal(0, trims);
        Volatile.Write(ref isBusy, false);
        Wait(() => Volatile.Read(ref trims) > 0);
    }

    [Fact]
    public void ServerThatStopsAndTakesItsRentsAlongMakesNobodyQuiet()
    {
        int looks = 0, trims = 0;
        using var trim = new QuietTrim(new PinnedChunks(), () => -1000L * Interlocked.Increment(ref looks), () => Interlocked.Increment(ref trims) > 0, s_short);
        trim.Begin();
        Wait(() => Volatile.Read(ref looks) > 20);
        Assert.Equal(0, trims);
    }

    [Fact]
    public void TrimThatComesTooSoonIsTriedAgain()
    {
        int tries = 0;
        using var trim = new QuietTrim(new PinnedChunks(), () => 0, () => Interlocked.Increment(ref tries) == 3, s_short);
        trim.Begin();
        Wait(() => Volatile.Read(ref tries) == 3);
    }

    [Fact]
    public void NewAndDroppedBlocksBeginTheLooking()
    {
        int trims = 0;
        var chunks = new PinnedChunks();
        using var trim = new QuietTrim(chunks, () => 0, () => Interlocked.Increment(ref trims) > 0, s_short);
        PinnedChunk chunk = chunks.Take(out int block);
        Wait(() => Volatile.Read(ref trims) > 0);
        int then = Volatile.Read(ref trims);
        chunks.GiveBack(chunk, block);
        Wait(() => Volatile.Read(ref trims) > then);
    }

    [Fact]
    public void DisposedTrimIsNotMadeUpForLater()
    {
        int trims = 0;
        var chunks = new PinnedChunks();
        var trim = new QuietTrim(chunks, () => 0, () => Interlocked.Increment(ref trims) > 0, TimeSpan.FromMilliseconds(50));
        trim.Begin();
        trim.Dispose();
        trim.Begin();
        PinnedChunk chunk = chunks.Take(out int block);
        chunks.GiveBack(chunk, block);
        Thread.Sleep(300);
        Assert.Equal(0, trims);
    }

    [Fact]
    public async Task QuietKestrelGivesTheCLibrarysMemoryBack()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "malloc_trim is glibc's");
        await using TestHost host = await TestHost.Start();
        using var fragments = new Fragments();
        await host.Client.GetStringAsync("/slabwise/slabinfo");
        PinnedChunk chunk = PinnedChunks.OfProcess.Take(out int block);    // as a request does that finds no idle block
        PinnedChunks.OfProcess.GiveBack(chunk, block);
        for (int wait = 0; wait < 600 && fragments.PagesGone < Fragments.Pages / 2; wait++)
        {
            CHeap.OfProcess.EndRestForTests();
            await Task.Delay(100);
        }

        Assert.True(fragments.PagesGone >= Fragments.Pages / 2, $"{fragments.PagesGone} pages went back");
    }

    [Fact]
    public void RentsOfAllServersCountUntilTheyStopWhetherTheyWantTheTrimOrNot()
    {
        const int Rents = 100_000;    // other tests' servers, which come and go, have some thousands
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var busy = new BlockPoolFactory(meters.GetRequiredService<IMeterFactory>(), new SlabwiseHostOptions { TrimMalloc = false });
        using var quiet = new BlockPoolFactory(meters.GetRequiredService<IMeterFactory>(), new SlabwiseHostOptions());
        Assert.True(TrimmedServers.Trims);
        long before = TrimmedServers.Rents;
        MemoryPool<byte> first = busy.Create(new MemoryPoolOptions { Owner = "first" }), second = busy.Create(new MemoryPoolOptions { Owner = "second" });
        for (int rent = 0; rent < Rents; rent++)
        {
            first.Rent().Dispose();
            second.Rent().Dispose();
        }

        long full = TrimmedServers.Rents;
        Assert.True(full - before > Rents * 3 / 2, $"{full - before} rents were counted");
        busy.Dispose();
        Assert.True(full - TrimmedServers.Rents > Rents * 3 / 2, $"{full - TrimmedServers.Rents} rents went");
    }

    private static void Wait(Func<bool> until) => Assert.True(SpinWait.SpinUntil(until, TimeSpan.FromSeconds(60)));

    /// <summary>Pieces that glibc carves out of an arena, all free but the last one, below which it keeps the rest.</summary>
    private sealed class Fragments : IDisposable
    {
        private const int Count = 64_000, PieceBytes = 1000;

        public static readonly int Pages = Count * PieceBytes / Environment.SystemPageSize;

        private readonly HashSet<nint> _pages = [];
        private readonly nint _last;

        public Fragments()
        {
            var pieces = new nint[Count];
            for (int at = 0; at < Count; at++)
            {
                pieces[at] = Marshal.AllocHGlobal(PieceBytes);
                Marshal.WriteByte(pieces[at], 1);
                _pages.Add(pieces[at] & -Environment.SystemPageSize);
            }

            for (int at = 0; at < Count - 1; at++) Marshal.FreeHGlobal(pieces[at]);
            _last = pieces[^1];
        }

        /// <summary>How many of the pieces' pages are not in memory, or no longer mapped. The process's resident set would not do: other tests run.</summary>
        public int PagesGone
        {
            get
            {
                byte[] isThere = new byte[1];
                return _pages.Count(page => MinCore(page, (nuint)Environment.SystemPageSize, isThere) != 0 || (isThere[0] & 1) == 0);
            }
        }

        public void Dispose() => Marshal.FreeHGlobal(_last);

        [DllImport("libc", EntryPoint = "mincore")]
        private static extern int MinCore(nint address, nuint bytes, byte[] isThere);
    }
}
