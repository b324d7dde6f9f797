using System.Runtime.CompilerServices;
using Slabwise.Os;

namespace Slabwise.Pages;

/// <summary>The process's memory as the tiers above get it: address ranges for pools, lazily backed side arrays, and the
/// sum of what they hold.</summary>
/// <remarks><c>resident &lt;= mapped</c>, counted by who commits and discards, not by asking the system.</remarks>
internal static class PageHeap
{
    private static long s_mapped, s_resident, s_reserved, s_side;
    private static Peak s_peakMapped, s_peakResident;

    /// <summary>Bytes of slabs that are committed.</summary>
    public static long MappedBytes => Volatile.Read(ref s_mapped);

    /// <summary>Bytes of slabs that were touched and not discarded since.</summary>
    public static long ResidentBytes => Volatile.Read(ref s_resident);

    /// <summary>Bytes of generations and block states beside the slabs in use, at most: pages of them that no slot has reached hold no memory.</summary>
    public static long SideBytes => Volatile.Read(ref s_side);

    /// <summary>What the limits are held against, in bytes.</summary>
    public static long UseBytes => ResidentBytes + SideBytes + MetadataHeap.Bytes;

    /// <summary>Bytes of address space held for pools, whether committed or not.</summary>
    public static long ReservedBytes => Volatile.Read(ref s_reserved);

    /// <summary>The most that <see cref="MappedBytes"/> has been.</summary>
    public static long PeakMappedBytes => s_peakMapped.Value;

    /// <summary>The most that <see cref="ResidentBytes"/> has been.</summary>
    public static long PeakResidentBytes => s_peakResident.Value;

    public static void AddMapped(long bytes) => s_peakMapped.Raise(Interlocked.Add(ref s_mapped, bytes));

    public static void AddResident(long bytes) => s_peakResident.Raise(Interlocked.Add(ref s_resident, bytes));

    /// <summary>Starts both peaks anew from what is held now.</summary>
    public static void ResetPeaks()
    {
        s_peakMapped.Reset(MappedBytes);
        s_peakResident.Reset(ResidentBytes);
    }

    public static void AddSide(long bytes) => Interlocked.Add(ref s_side, bytes);

    /// <summary>Counts pages that are about to be written; false, and nothing counted, where that would go beyond the limits.</summary>
    /// <remarks>May be called under a gate. A refusal is for its caller's caller, who holds none, to make room and ask again: <c>Relief</c>.</remarks>
    public static bool TryAddResident(long bytes)
    {
        long resident = Interlocked.Add(ref s_resident, bytes);
        if (resident + SideBytes + MetadataHeap.Bytes > MemoryLimits.Bound) return Refuse(bytes);
        s_peakResident.Raise(resident);
        return true;
    }

    /// <summary>Reserves address space; 0 where the system has none.</summary>
    public static nint Reserve(nint bytes)
    {
        nint address = OsMemory.Current.Reserve(bytes);
        if (address != 0) Interlocked.Add(ref s_reserved, bytes);
        return address;
    }

    /// <summary>Maps a side array that takes up room only where it is written; 0 where the system refuses.</summary>
    public static nint MapSideArray(nint bytes)
    {
        nint address = OsMemory.Current.MapLazily(bytes);
        if (address != 0) Interlocked.Add(ref s_reserved, bytes);
        return address;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Refuse(long bytes)
    {
        // Pages that are resident already are no growth, also where bookkeeping has gone beyond the limit since: refused, they looked as if the system
        // had run out, because a refusal of nothing leaves nothing to make room for.
        if (bytes == 0) return true;
        AddResident(-bytes);
        MemoryLimits.NoteRefusal(bytes);
        return false;
    }

    public static void Release(nint address, nint bytes)
    {
        if (address == 0) return;
        OsMemory.Current.Unmap(address, bytes);
        Interlocked.Add(ref s_reserved, -bytes);
    }
}
