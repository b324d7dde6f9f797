using Slabwise.Caches;
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
