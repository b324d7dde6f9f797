using System.Runtime.Intrinsics.X86;

namespace Slabwise.Caches;

/// <summary>Takes slots out of the hands of threads that live, all but the one on top: of those that idle, once a second, and of any where the
/// pool is at its bound.</summary>
/// <remarks>
/// <para>The owner's rents and returns are plain JIT code and cannot be stopped; they pay one comparison with a floor instead of zero. The
/// thief bars the owner's slow paths, raises <see cref="Hand.Floor"/> to one below the count that it read, makes every processor pass a fence, and
/// reads the count once more. Of what the owner began before that fence at most one rent or return is not done yet, and it loaded the
/// count that is read now or one next to it; everything later sees the new floor. So if the count still lies above the floor, no rent
/// works below it, and returns never do: what lies there is the thief's. If not, the old floor comes back and nothing has happened.</para>
/// <para>The slot on top stays because the one rent under way may be taking it, for as long as its thread is not running.</para>
/// <para>Hands of pools whose threads own slabs are left alone: their slots would wait in <c>remoteFree</c> for the same idle owner.
/// tests/Models/hand-floor.pml is a model of all this.</para>
/// <para>Freezing the owner out by a flag, as <see cref="IdleHand"/> does it, takes a store and a load more on every rent and return.</para>
/// </remarks>
internal static unsafe class HandThief
{
    /// <summary>Slots that stay in a hand.</summary>
    public const int Left = 1;

    // Hands that share their fences, which are an interrupt on every processor.
    private const int AtOnce = 32;

    /// <summary>Empties the hands that nobody used since the last look; true while any hand holds more than stays in it.</summary>
    public static bool EmptyRested(PoolCore* core)
    {
        Take(core, restedOnly: true, int.MaxValue, out bool remains);
        return remains;
    }

    /// <summary>Takes from any hand until so many slots have reached the slabs; says how many. At the pool's bound, from a slow path of a hand.</summary>
    public static int Rob(PoolCore* core, int wanted) => Take(core, restedOnly: false, wanted, out _);

    private static int Take(PoolCore* core, bool restedOnly, int wanted, out bool remains)
    {
        remains = false;
        if (core->Sharded is not null) return 0;
        Span<Loot> asked = stackalloc Loot[AtOnce];
        int taken = 0, count = 0;
        core->Gate.Enter();
        for (Hand* hand = core->Hands; hand is not null && taken < wanted; hand = hand->NextInPool)
        {
            bool wants = !restedOnly || Hand.HasRested(hand);
            if (Hand.Held(hand) <= Left) continue;
            remains = true;
            if (!wants || Hand.IsBusy(hand)) continue;
            Hand.Bar(hand);
            asked[count++] = new Loot(hand, 0, 0);
            if (count < AtOnce) continue;
            taken += Take(core, asked);
            count = 0;
        }

        if (count > 0) taken += Take(core, asked[..count]);
        core->Gate.Exit();
        return taken;
    }

    private static int Take(PoolCore* core, Span<Loot> asked)
    {
        Interlocked.MemoryBarrierProcessWide();
        int raised = 0;
        foreach (Loot loot in asked)
        {
            if (TryRaiseFloor(loot.Hand, out asked[raised])) raised++;
        }

        if (raised == 0) return 0;
        Interlocked.MemoryBarrierProcessWide();
        int safe = 0;
        foreach (Loot loot in asked[..raised])
        {
            asked[safe] = loot;
            if (IsBelowAllUse(loot)) safe++;
        }

        // A push's count may be seen before its slot, where stores are not seen in order.
        if (safe > 0 && !X86Base.IsSupported) Interlocked.MemoryBarrierProcessWide();
        int taken = 0;
        foreach (Loot loot in asked[..safe]) taken += CarryOff(core, loot);
        return taken;
    }

    /// <summary>Has the owner leave what lies below the top from its next rent on; lets go of the hand where its owner is in a slow path.</summary>
    internal static bool TryRaiseFloor(Hand* hand, out Loot loot)
    {
        bool isBusy = Hand.IsBusy(hand);    // first: what is read of a hand whose owner is just leaving a slow path must be what it left
        uint from = Hand.FloorOf(hand), count = Volatile.Read(ref hand->Count);
        loot = new Loot(hand, from, count - Left);
        if (!isBusy && count > from + Left)
        {
            Volatile.Write(ref hand->Floor, loot.To);
            return true;
        }

        Hand.Unbar(hand);
        return false;
    }

    /// <summary>Whether no rent or return that is under way works below the new floor; else puts the old one back and lets go.</summary>
    internal static bool IsBelowAllUse(Loot loot)
    {
        if (Volatile.Read(ref loot.Hand->Count) >= loot.To + Left) return true;
        Volatile.Write(ref loot.Hand->Floor, loot.From);
        Hand.Unbar(loot.Hand);
        return false;
    }

    // Copied first, so that an owner who waits does not wait for the slabs' gate too.
    private static int CarryOff(PoolCore* core, Loot loot)
    {
        int count = (int)(loot.To - loot.From);
        uint* slots = stackalloc uint[count];
        new ReadOnlySpan<uint>(Hand.Slots(loot.Hand) + loot.From, count).CopyTo(new Span<uint>(slots, count));
        Hand.Unbar(loot.Hand);
        core->Slabs.Give(ref core->Memory, slots, count);
        return count;
    }

    /// <summary>What is taken from a hand: the slots from one place to below another.</summary>
    internal readonly struct Loot(Hand* hand, uint from, uint to)
    {
        public readonly Hand* Hand = hand;
        public readonly uint From = from, To = to;
    }
}
