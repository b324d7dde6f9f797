using Slabwise.Caches;
using Slabwise.Diagnostics.Profiling;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>The mark that sends a hand's rents to the slow path, alone and beside a thief's floor.</summary>
public sealed unsafe class HandMarkTests
{
    private const int Slots = 8;

    [Fact]
    public void AMarkedHandLooksEmptyAndHoldsWhatItHeld()
    {
        byte* memory = stackalloc byte[Hand.BytesFor(Slots)];
        Hand* hand = Make(memory, count: 5, floor: 0);
        Hand.TrySetMark(hand, isMarked: true);
        Assert.True(Hand.IsEmpty(hand));
        Assert.True(Hand.IsMarked(hand));
        Assert.Equal(5, Hand.Held(hand));
        Hand.TrySetMark(hand, isMarked: false);
        Assert.False(Hand.IsEmpty(hand));
    }

    [Fact]
    public void AMarkKeepsTheFloorOfAThiefAndASlowPathEndsBoth()
    {
        byte* memory = stackalloc byte[Hand.BytesFor(Slots)];
        Hand* hand = Make(memory, count: 5, floor: 3);
        Hand.TrySetMark(hand, isMarked: true);
        Assert.Equal((3u, 2), (Hand.FloorOf(hand), Hand.Held(hand)));
        Hand.Enter(hand);
        Hand.Leave(hand);
        Assert.Equal((0u, 2u), (hand->Floor, hand->Count));
        Assert.Equal((5u, 4u), (Hand.Pop(hand), Hand.Pop(hand)));
        Assert.True(Hand.IsEmpty(hand));
    }

    [Fact]
    public void AThiefOfAMarkedHandTakesFromItsTrueFloor()
    {
        byte* memory = stackalloc byte[Hand.BytesFor(Slots)];
        Hand* hand = Make(memory, count: 5, floor: 1);
        Hand.TrySetMark(hand, isMarked: true);
        Hand.Bar(hand);
        Assert.True(HandThief.TryRaiseFloor(hand, out HandThief.Loot loot));
        Assert.Equal((1u, 4u), (loot.From, loot.To));
        Assert.True(HandThief.IsBelowAllUse(loot));
        Hand.Unbar(hand);
        Assert.Equal(5u, Hand.Pop(hand));
        Assert.True(Hand.IsEmpty(hand));
    }

    [Fact]
    public void AMarkThatOutlivedSamplingEndsAtTheNextRent()
    {
        Assert.True(ThreadHands.TryEnsureBlock());
        byte* memory = stackalloc byte[Hand.BytesFor(Slots)];
        Hand* hand = Make(memory, count: 5, floor: 0);
        Hand.Mark(hand);
        SampleClock.Count(hand, stride: 64, mayBeGuarded: false);
        Assert.False(Hand.IsMarked(hand));
        Assert.False(SampleClock.IsDue);
    }

    // Of a million tosses, five standard deviations are 0.5% or less of the chance, but for the rarest: 6%.
    [Theory]
    [InlineData(64, 128, 0.005)]
    [InlineData(64, 8192, 0.06)]
    [InlineData(4096, 8192, 0.005)]
    [InlineData(8192, 8192, 0.004)]
    [InlineData(100_000, 8192, 0.0001)]
    [InlineData(8, 0, 0)]
    public void TossesMarkAsOftenAsWeightsAssume(int stride, long step, double error)
    {
        const int tosses = 1_000_000;
        ulong random = 88172645463325252;
        long left = SampleDraw.Countdown(ref random, step), marks = 0;
        for (int toss = 0; toss < tosses; toss++)
        {
            if ((left -= stride) >= 0) continue;
            marks++;
            left = SampleDraw.Countdown(ref random, step);
        }

        double chance = SampleRate.ChanceOf(stride, step);
        Assert.InRange(marks / (double)tosses, chance * (1 - error), chance * (1 + error));
    }

    // Slots 1, 2, 3 and so on, from the bottom.
    private static Hand* Make(byte* memory, uint count, uint floor)
    {
        new Span<byte>(memory, Hand.BytesFor(Slots)).Clear();
        var hand = (Hand*)memory;
        hand->Capacity = Slots;
        for (uint slot = 1; slot <= count; slot++) Hand.Push(hand, slot);
        hand->Floor = floor;
        return hand;
    }
}
