using Slabwise.Pages;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class DecayTests
{
    private const int DecayMs = 3200, EpochMs = DecayMs / Decay.Epochs;

    [Fact]
    public void TheCurveIsASmootherstep()
    {
        for (int age = 0; age < Decay.Epochs; age++)
        {
            double x = 1 - (double)age / Decay.Epochs, expected = 6 * Math.Pow(x, 5) - 15 * Math.Pow(x, 4) + 10 * Math.Pow(x, 3);
            Assert.InRange(Decay.HeldOf(age) / (double)(1 << 24), expected - 1e-7, expected + 1e-7);
        }

        Assert.Equal(1u << 24, Decay.HeldOf(0));
        Assert.Equal(1u << 23, Decay.HeldOf(Decay.Epochs / 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(10_000_000)]
    public void OneBurstIsLetGoAlongTheCurve(long pages)
    {
        var decay = default(Decay);
        long now = 1_000_000, held = pages;
        Assert.Equal(pages, decay.Advance(now, DecayMs, pages));
        for (int epoch = 1; epoch <= 2 * Decay.Epochs; epoch++)
        {
            // Two epochs later by one step: then the jitter is over whatever it was.
            long at = now + 2L * epoch * EpochMs;
            held = decay.Advance(at, DecayMs, held);
            int age = 2 * epoch;
            long expected = age >= Decay.Epochs ? 0 : pages * Decay.HeldOf(age) >> 24;
            Assert.Equal(expected, held);
        }
    }

    [Fact]
    public void BurstsAddUp()
    {
        var decay = default(Decay);
        _ = decay.Advance(0, DecayMs, 1000);
        long held = decay.Advance(16 * EpochMs, DecayMs, 1000);
        Assert.Equal(500, held);
        held = decay.Advance(18 * EpochMs, DecayMs, held + 300);    // 300 that are new, beside what is left of the thousand
        Assert.Equal((1000L * Decay.HeldOf(18) + 300L * Decay.HeldOf(0)) >> 24, held);
    }

    [Fact]
    public void WhatIsUsedAgainIsNotGivenBackAsWell()
    {
        var decay = default(Decay);
        _ = decay.Advance(0, DecayMs, 1000);
        Assert.Equal(100, decay.Advance(8 * EpochMs, DecayMs, 100));    // the limit is far above the 100 that are idle
    }

    [Fact]
    public void BeforeTheEpochIsOverNothingHasToGo()
    {
        var decay = default(Decay);
        _ = decay.Advance(0, DecayMs, 1000);
        Assert.Equal(1000, decay.Advance(EpochMs - 1, DecayMs, 1000));
    }

    [Fact]
    public void ALongSleepLetsEverythingGo()
    {
        var decay = default(Decay);
        _ = decay.Advance(0, DecayMs, 1000);
        Assert.Equal(0, decay.Advance(50 * DecayMs, DecayMs, 0));
        Assert.Equal(7, decay.Advance(60 * DecayMs, DecayMs, 7));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1000)]
    public void ZeroHoldsNothingAndMinusOneHoldsEverything(int decayMs, long expected)
    {
        var decay = default(Decay);
        Assert.Equal(expected, decay.Advance(0, decayMs, 1000));
        Assert.Equal(expected, decay.Advance(1_000_000, decayMs, 1000));
    }

    [Fact]
    public void AnotherDecayTimeStartsTheCurveAgain()
    {
        var decay = default(Decay);
        _ = decay.Advance(0, DecayMs, 1000);
        long held = decay.Advance(16 * EpochMs, DecayMs, 1000);
        Assert.Equal(held, decay.Advance(17 * EpochMs, 2 * DecayMs, held));
        Assert.Equal(held / 2, decay.Advance(17 * EpochMs + DecayMs, 2 * DecayMs, held));
    }

    [Fact]
    public void EpochsOfDifferentCurvesEndAtDifferentTimes()
    {
        var ends = new HashSet<long>();
        for (int start = 0; start < 50; start++)
        {
            var decay = default(Decay);
            _ = decay.Advance(start, DecayMs, 1_000_000);
            long now = start;
            while (decay.Advance(++now, DecayMs, 1_000_000) == 1_000_000) { }
            ends.Add(now - start);
        }

        Assert.True(ends.Count > 5, $"{ends.Count} different ends of 50");
        Assert.All(ends, end => Assert.InRange(end, EpochMs, 2 * EpochMs));
    }
}
