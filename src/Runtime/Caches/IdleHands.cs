using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>A thread's hands by their pools' places; places of pools that are gone are given out again.</summary>
/// <remarks>Apart from <see cref="HandSpace"/>, whose places are for good: pools of arrays and objects may come and go, one a test or
/// one a connection. The hand itself says whose it is, so a place that changed pools is found out.</remarks>
internal static unsafe class IdleHands
{
    // The address of t_hands' elements behind their count; 0 before this thread's first hand. No static constructor and no initialised
    // field here, for the same reason as in HandSpace.
    [ThreadStatic]
    private static nint t_table;

    [ThreadStatic]
    private static nint[]? t_hands;

    [ThreadStatic]
    private static List<IdleHandOwner>? t_owners;

    /// <summary>This thread's hand of a store, null where it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IdleHand* Of(IdleStore store)
    {
        var table = (nint*)t_table;
        uint place = store.Place;
        if (table is null || place > (nuint)table[0]) return null;
        var hand = (IdleHand*)table[place];
        return hand is not null && hand->Serial == store.Serial ? hand : null;
    }

    /// <summary>This thread's hand of a store, made where it has none.</summary>
    public static IdleHand* Open(IdleStore store)
    {
        IdleHand* present = Of(store);
        if (present is not null) return present;
        nint[] hands = t_hands ?? [];
        if (store.Place >= hands.Length)
        {
            nint[] more = GC.AllocateArray<nint>(Math.Max(8, ((int)store.Place + 1) * 2), pinned: true);
            hands.CopyTo(more, 0);
            more[0] = more.Length - 1;
            t_hands = hands = more;
            t_table = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(hands));
        }

        IdleHandOwner owner = store.AddHand();
        List<IdleHandOwner> owners = t_owners ??= [];
        owners.RemoveAll(other => other.Store is null && Forget(other));
        owners.Add(owner);
        hands[store.Place] = (nint)owner.Hand;
        return owner.Hand;
    }

    // Before a closed store's hand is the collector's, no place may point to it.
    private static bool Forget(IdleHandOwner owner)
    {
        nint[] hands = t_hands!;
        for (int place = 1; place < hands.Length; place++)
        {
            if (hands[place] == (nint)owner.Hand) hands[place] = 0;
        }

        return true;
    }
}
