using System.Numerics;
using System.Runtime.CompilerServices;

namespace Slabwise.Caches;

/// <summary>Where a pool's idle objects lie, by identity: storing one and finding out that it lies there already are one step.</summary>
/// <remarks>
/// <para>A position's number is what travels through hands and shelves: 4 bytes for an object of any class and size. Numbers 512 to
/// 1,023 are the first level, 8,192 to 16,383 the second, 131,072 to 262,143 the third, and 0 is none; levels come as windows below
/// them overflow. An object of which every window is full is not kept.</para>
/// <para>The table refers to idle objects only. One that its user forgets is the collector's.</para>
/// </remarks>
internal sealed class IdleTable
{
    /// <summary>What <see cref="Claim"/> says of an object that is idle already.</summary>
    public const uint Doubled = uint.MaxValue;

    public const uint FirstLevel = 512;

    private const int MostLevels = 3, LevelShift = 4, FirstLevelLog = 9;

    // A level is sixteen times the one below it: not for one unlucky window.
    private const int OverflowsBeforeLevel = 8;

    private readonly IdleLevel _first;
    private IdleLevel[] _levels;
    private int _overflows;

    public IdleTable()
    {
        _first = new IdleLevel(FirstLevel);
        _levels = [_first];
    }

    /// <summary>An object's tag, never 0. The runtime keeps the hash in the object's header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TagOf(object item) => (uint)RuntimeHelpers.GetHashCode(item) | 1u << 31;

    /// <summary>Puts an object into an empty position that the caller then owns; 0 where there is none, <see cref="Doubled"/> where it
    /// lies here already.</summary>
    /// <remarks>One interlocked operation. An object that is idle before the call is always found; of two racing calls for one object at
    /// least one is refused, or both.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Claim(object item)
    {
        uint tag = TagOf(item);
        IdleLevel[] levels = Volatile.Read(ref _levels);
        if (levels.Length > 1) return ClaimInLevels(item, tag);
        uint position = _first.TryClaim(item, tag);
        if (position == 0 || Volatile.Read(ref _levels) != levels) return ClaimElsewhere(item, tag, position);
        return _first.Has(item, tag, position) ? Undo(position) : position;
    }

    /// <summary>Takes the object out of a position that the caller owns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public object? Take(uint position) => LevelOf(position).Take(position);

    /// <inheritdoc cref="IdleLevel.Weaken"/>
    public void Weaken(uint position) => LevelOf(position).Weaken(position);

    /// <inheritdoc cref="IdleLevel.IsFaint"/>
    public bool IsFaint(uint position) => LevelOf(position).IsFaint(position);

    /// <inheritdoc cref="IdleLevel.TryStrengthen"/>
    public bool TryStrengthen(uint position) => LevelOf(position).TryStrengthen(position);

    /// <summary>The link of a position, or of one that the caller owned a moment ago.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong LinkOf(uint position) => ref LevelOf(position).LinkOf(position);

    /// <summary>Idle objects; exact only at rest.</summary>
    public int CountClaimed()
    {
        int claimed = 0;
        foreach (IdleLevel level in Volatile.Read(ref _levels)) claimed += level.CountClaimed();
        return claimed;
    }

    /// <summary>Whether each level is consistent; at rest only.</summary>
    public bool IsConsistent() => Array.TrueForAll(_levels, level => level.IsConsistent());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private IdleLevel LevelOf(uint position) =>
        position < 2 * FirstLevel ? _first : Volatile.Read(ref _levels)[(int)((uint)(BitOperations.Log2(position) - FirstLevelLog) / LevelShift)];

    // The widest level first: there is most room.
    private uint ClaimInLevels(object item, uint tag)
    {
        IdleLevel[] levels = Volatile.Read(ref _levels);
        uint position = 0;
        for (int i = levels.Length - 1; i >= 0 && position == 0; i--) position = levels[i].TryClaim(item, tag);
        return ClaimElsewhere(item, tag, position);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint ClaimElsewhere(object item, uint tag, uint position)
    {
        // Read again: a level that was added before another thread claimed in it is seen after our own claim.
        IdleLevel[] levels = Volatile.Read(ref _levels);
        foreach (IdleLevel level in levels)
        {
            if (level.Has(item, tag, position)) return Undo(position);
        }

        if (position == 0 && Interlocked.Increment(ref _overflows) >= OverflowsBeforeLevel) AddLevel(levels);
        return position;
    }

    private void AddLevel(IdleLevel[] seen)
    {
        if (seen.Length == MostLevels) return;
        IdleLevel[] more = [.. seen, new IdleLevel(seen[^1].First << LevelShift)];
        if (Interlocked.CompareExchange(ref _levels, more, seen) == seen) Volatile.Write(ref _overflows, 0);
    }

    private uint Undo(uint position)
    {
        if (position != 0) Take(position);
        return Doubled;
    }
}
