namespace Slabwise.Slabs;

/// <content>The walk that holds the equations.</content>
internal unsafe partial struct OwnedSlab
{
    /// <summary>Walks the three lists and holds the equations above; throws where one fails. At rest only.</summary>
    public readonly void Validate(string pool)
    {
        if (IsInTier) return;
        var seen = new HashSet<ushort>();
        RequireLength(pool, seen, "free", _free, _freeCount);
        RequireLength(pool, seen, "localFree", _localFree, _localCount);
        RequireLength(pool, seen, "remoteFree", HeadOf(_remote), RemoteCount);
        Require(Used + IdleCount == Capacity, pool, $"{Used} used, {_freeCount} free and {_localCount} locally free slots are not {Capacity}");
        Require(Lost <= Used - RemoteCount, pool, $"{Lost} slots are lost, but only {Used - RemoteCount} are out");
        int outside = new ReadOnlySpan<ushort>(_links + FirstIndex, Capacity).Count(Out);
        Require(outside == Used - RemoteCount, pool, $"{Used - RemoteCount} slots should be out, {outside} links say so");
        Require(IsAbandoned == (_owner == 0), pool, $"its owner is {_owner:x}, and it is {(IsAbandoned ? "" : "not ")}abandoned");
        if (!IsAbandoned) return;
        Require(RemoteCount == 0, pool, $"nobody owns it, but {RemoteCount} slots wait for an owner");
        Require(Used > 0, pool, "nobody owns it and it is wholly free, but it is not in the tier");
        Require(Listed || IdleCount == 0, pool, $"nobody owns its {IdleCount} idle slots, and dry threads do not find it");
    }

    /// <summary>Lists the slots in the three lists. At rest only.</summary>
    public readonly void AddIdleTo(List<uint> slots)
    {
        if (IsInTier) return;
        foreach (ushort head in (ReadOnlySpan<ushort>)[_free, _localFree, HeadOf(_remote)])
        {
            for (ushort at = head; at != End; at = _links[at]) slots.Add(FirstSlot + at);
        }
    }

    /// <summary>Whether a slot is in none of the three lists.</summary>
    public readonly bool IsOut(uint slot) => _links[slot - FirstSlot] == Out;

    private readonly void RequireLength(string pool, HashSet<ushort> seen, string list, ushort head, int count)
    {
        int length = 0;
        for (ushort at = head; at != End && length <= count; at = _links[at])
        {
            Require(_links[at] != Out, pool, $"slot {FirstSlot + at} is linked in {list} and said to be out");
            Require(seen.Add(at), pool, $"slot {FirstSlot + at} is linked twice, the second time in {list}");
            length++;
        }

        Require(length == count, pool, $"{list} counts {count} slots but has {length}");
    }

    private readonly void Require(bool holds, string pool, string claim)
    {
        if (!holds) throw new InvalidOperationException($"Pool {pool}, slab of slots {FirstSlot} to {FirstSlot + Capacity}: {claim}.");
    }
}
