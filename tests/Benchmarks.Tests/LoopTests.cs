using Slabwise.Benchmarks.Child;
using Slabwise.Benchmarks.Child.Kernels;
using Slabwise.Benchmarks.Child.Sources;

namespace Slabwise.Benchmarks.Tests;

/// <summary>What the loops of the suite are made of.</summary>
public sealed class LoopTests
{
    [Fact]
    public void A_mailbox_keeps_order_refuses_what_it_has_no_room_for_and_is_empty_in_the_end()
    {
        var mailbox = new Mailbox<nint>();
        int put = 0;
        while (mailbox.TryPut(put)) put++;

        Assert.Equal(Catalog.WorkloadCatalog.Mailbox, put);
        for (int i = 0; i < put; i++)
        {
            Assert.True(mailbox.TryTake(out nint taken));
            Assert.Equal(i, taken);
        }
        Assert.False(mailbox.TryTake(out _));
    }

    [Fact]
    public void Array_lengths_span_the_range_and_every_doubling_is_as_likely()
    {
        int[] lengths = [.. Enumerable.Range(0, 4096).Select(i => ArrayLengths.Of((ulong)i << 4))];
        Assert.InRange(lengths.Min(), ArrayLengths.Least, ArrayLengths.Least + 1);
        Assert.InRange(lengths.Max(), ArrayLengths.Most - 200, ArrayLengths.Most);
        Assert.InRange(lengths.Average(), 26_200, 26_400);
        int small = lengths.Count(l => l is >= 100 and < 200), large = lengths.Count(l => l is >= 100_000 and < 200_000);
        Assert.InRange(small - large, -4, 4);
    }

    [Fact]
    public void A_mix_returns_everything_that_it_rents()
    {
        var kernel = new MixKernel<CountedMix, nint>(members: 3, heldByOne: 8, () => new CachedFigures());
        kernel.WarmUp();
        Lap lap = kernel.Run(30_000);
        _ = kernel.Figures().ToArray();

        Assert.InRange(lap.Operations, 25_000, 35_000);
        Assert.Equal(0, CountedMix.Out);
    }

    [Fact]
    public void Hopping_workers_return_on_the_other_thread()
    {
        var kernel = new AsyncHopKernel<ThreadSource, nint>();
        Lap lap = kernel.Run(8_000);

        Assert.InRange(lap.Operations, 1, 8_000);
        Assert.Equal(0, ThreadSource.ReturnedWhereRented);
        Assert.Equal(8 * (1_000 + 1_000 / 16 + 1), ThreadSource.Returned);
    }

    [Fact]
    public void What_is_kept_of_managed_arrays_is_counted()
    {
        var figures = new ManagedFigures();
        figures.BeginRound();
        byte[] kept = new byte[5_000_000];
        Dictionary<string, double> rest = new(figures.AtRest());
        GC.KeepAlive(kept);

        Assert.InRange(rest[Catalog.Figure.Held], 4_000_000, 20_000_000);
        Assert.True(rest[Catalog.Figure.FullCollections] >= 0);
    }

    [Theory]
    [InlineData("0-3,8\n", 8)]
    [InlineData("0\n", 0)]
    [InlineData("0-127", 127)]
    public void Possible_processors_are_read_from_the_kernels_list(string list, int highest) =>
        Assert.Equal(highest, PossibleCpus.HighestOf(list));

    private readonly struct CountedMix : IMixSource<nint>
    {
        private static int s_out;

        public static int Out => s_out;

        public static bool HasTides => true;

        public static nint Rent(ulong drawn) => Interlocked.Increment(ref s_out);

        public static void Touch(nint handle, long value)
        {
        }

        public static void Return(nint handle) => Interlocked.Decrement(ref s_out);
    }

    private readonly struct ThreadSource : ISource<nint>
    {
        private static int s_returned, s_where;

        public static int Returned => s_returned;

        public static int ReturnedWhereRented => s_where;

        public static nint Rent() => Environment.CurrentManagedThreadId;

        public static void Touch(nint handle, long value)
        {
        }

        public static void Return(nint handle)
        {
            Interlocked.Increment(ref s_returned);
            if (handle == Environment.CurrentManagedThreadId) Interlocked.Increment(ref s_where);
        }
    }
}
