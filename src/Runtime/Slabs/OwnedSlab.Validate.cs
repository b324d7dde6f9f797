using System.Numerics;

namespace Slabwise.Slabs;

/// <content>The walk that holds the equations.</content>
internal unsafe partial struct OwnedSlab
{
    /// <summary>Walks the three places of free slots and holds the equations above; throws where one fails. At rest only.</summary>
    public readonly void Validate(string pool)
    {
        if (IsInTier) return;
        int free = 0, local = 0, remote = 0;
        for (int word = 0; word < SetWords; word++)
        {
            free += BitOperations.PopCount(_free[word]);
            local += BitOperations.PopCount(_localFree[word]);
            Require((_free[word] & _localFree[word]) == 0, pool, "a slot is in free and in localFree");
        }

        for (ushort at = HeadOf(_remote); at != End && remote <= RemoteCount; at = _links[at], remote++)
        {
            Require(at != Out && _links[at] != Out, pool, "a slot in remoteFree is said to be out");
            Require(((_free[at >> 6] | _localFree[at >> 6]) >> (at & 63) & 1) == 0, pool, $"slot {FirstSlot + at} is in remoteFree and in a set");
        }

        Require(free == _freeCount && local == _localCount, pool, $"{_freeCount} and {_localCount} slots are said to be free, {free} and {local} are");
        Require(remote == RemoteCount, pool, $"remoteFree counts {RemoteCount} slots but has {remote}");
        Require(Used + IdleCount == Capacity, pool, $"{Used} used, {free} free and {local} locally free slots are not {Capacity}");
        Require(Lost <= Used - RemoteCount, pool, $"{Lost} slots are lost, but only {Used - RemoteCount} are out");
        int outside = new ReadOnlySpan<ushort>(_links + FirstIndex, Capacity).Count(Out);
        Require(outside == Used - RemoteCount, pool, $"{Used - RemoteCount} slots should be out, {outside} links say so");
        Require(IsAbandoned == (_owner == 0), pool, $"its owner is {_owner:x}, and it is {(IsAbandoned ? "" : "not ")}abandoned");
        if (!IsAbandoned) return;
        Require(Used > RemoteCount, pool, "nobody owns it and it is wholly free, but it is not in the tier");
        Require(Listed || IdleCount + RemoteCount == 0, pool, $"nobody owns its {IdleCount + RemoteCount} free slots, and dry threads do not find it");
    }

    /// <summary>Lists the free slots. At rest only.</summary>
    public readonly void AddIdleTo(List<uint> slots)
    {
        if (IsInTier) return;
        for (int index = FirstIndex; index < FirstIndex + Capacity; index++)
        {
            if (_links[index] != Out) slots.Add(FirstSlot + (uint)index);
        }
    }

    private readonly void Require(bool holds, string pool, string claim)
    {
        if (!holds) throw new InvalidOperationException($"Pool {pool}, slab of slots {FirstSlot} to {FirstSlot + Capacity}: {claim}.");
    }
}
