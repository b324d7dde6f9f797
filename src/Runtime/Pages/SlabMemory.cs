using System.Runtime.InteropServices;
using Slabwise.Shared;

namespace Slabwise.Pages;

/// <summary>A struct pool's slabs and generations: one address range where the system has one to give, else a table of slabs.</summary>
/// <remarks>
/// <para>Range: <c>slab n == Base + n * SlabBytes</c>, and the generation of slot s is <c>Generations[s]</c> for every 32-bit s, so that a
/// forged handle reads a zero instead of a fault. Table: <c>Table[n]</c> holds a slab's memory and its own generations.</para>
/// <para><c>committed slabs * SlabBytes == Mapped</c>, in a table slabs that are there; generations survive discarding in both.</para>
/// </remarks>
internal unsafe struct SlabMemory
{
    /// <summary>Address space for one pool's slabs, unless its <c>MaxBytes</c> asks for more.</summary>
    private const long RangeBytes = 64L << 30;

    private const long GenerationBytes = sizeof(uint) * (1L << 32);
    private const int TableSlabs = 65_536, TableSlots = 1 << 24;
    private const int LargestCommit = 8 << 20;

    public byte* Base;
    public uint* Generations;
    public SlabEntry* Table;
    public long SlabBytes;
    public int SlotShift;
    public int Stride;
    public long MaxSlabs;
    private long _committedSlabs, _mapped;
    private bool _checked;

    /// <summary>Bytes that lie beside each slot in use: its generation, or a heap block's state.</summary>
    public int SideBytesASlot;

    /// <summary>A byte a slot that is zero while the slot is free, whose pages can go with the slots'; null for none.</summary>
    public byte* States;

    /// <summary>Whether slot addresses are one range.</summary>
    public readonly bool IsRange => Base is not null;

    public readonly long MappedBytes => Volatile.Read(in _mapped);

    /// <summary>Bytes of address space that are held.</summary>
    public readonly long ReservedBytes => IsRange ? RangeSize + (Generations is null ? 0 : GenerationBytes) : 0;

    private readonly nint RangeSize => (nint)(MaxSlabs * SlabBytes);

    /// <summary>Bytes of generations for so many slots, in whole pages; 0 for a pool without.</summary>
    public readonly long GenerationBytesUpTo(long slots) =>
        _checked ? (slots * sizeof(uint) + SlabGeometry.PageBytes - 1) & -(long)SlabGeometry.PageBytes : 0;

    /// <summary>Reserves the range, or the table where that fails or is not wanted.</summary>
    /// <exception cref="OutOfMemoryException">Not even the table can be had.</exception>
    public void Initialize(SlabGeometry geometry, long maxBytes, bool isChecked, bool wantRange, string pool)
    {
        SlabBytes = geometry.SlabBytes;
        SlotShift = geometry.SlotShift;
        Stride = geometry.Stride;
        _checked = isChecked;
        SideBytesASlot = isChecked ? sizeof(uint) : 0;
        if (wantRange && TryReserve(maxBytes)) return;

        MaxSlabs = Math.Min(TableSlabs, TableSlots >> SlotShift);
        if (maxBytes > 0) MaxSlabs = Math.Min(MaxSlabs, Math.Max(1, maxBytes / SlabBytes));
        Table = (SlabEntry*)PageHeap.MapSideArray((nint)MaxSlabs * sizeof(SlabEntry));
        if (Table is null)
            throw new OutOfMemoryException($"The pool {pool} found neither address space for its range nor {MaxSlabs * sizeof(SlabEntry):N0} bytes for a slab table.");
    }

    /// <summary>Takes part of a range that somebody else reserved and keeps; without generations, but with a byte of state a slot.</summary>
    /// <param name="geometry">How the slabs lie.</param>
    /// <param name="start">The first slab's address.</param>
    /// <param name="maxSlabs">How many slabs there is room for.</param>
    public void InitializeAt(SlabGeometry geometry, byte* start, long maxSlabs)
    {
        SlabBytes = geometry.SlabBytes;
        SlotShift = geometry.SlotShift;
        Stride = geometry.Stride;
        SideBytesASlot = 1;
        Base = start;
        MaxSlabs = maxSlabs;
    }

    /// <summary>A part of the range for somebody else to commit, who does not release it.</summary>
    /// <param name="slab">Its first slab.</param>
    /// <param name="slabs">How many.</param>
    public readonly SlabMemory PartFrom(long slab, long slabs)
    {
        SlabMemory part = this;
        part.Base = Base + slab * SlabBytes;
        part.Generations = Generations is null ? null : Generations + (slab << SlotShift);
        part.MaxSlabs = slabs;
        part._committedSlabs = part._mapped = 0;
        return part;
    }

    /// <summary>Ends a part: its pages go with the range.</summary>
    public void Forget()
    {
        PageHeap.AddMapped(-_mapped);
        _mapped = 0;
    }

    /// <summary>Sees to it that a slab can be written; false where memory or address space has run out.</summary>
    public bool TryBack(long slab)
    {
        return IsRange ? TryCommitUpTo(slab) : TryAllocate(slab);
    }

    /// <summary>Gives pages of the range back, which read as zero afterwards; or lets the system take them whenever it wants.</summary>
    public static bool Discard(nint address, nint bytes, bool lazily) =>
        (lazily && Os.OsMemory.Current.DiscardLazily(address, bytes)) || Os.OsMemory.Current.Discard(address, bytes);

    /// <summary>Gives an idle slab of a table back as a whole; <see cref="TryBack"/> makes it again.</summary>
    public void Free(long slab)
    {
        NativeMemory.AlignedFree(Table[slab].Data);
        Table[slab].Data = null;
        AddMapped(-SlabBytes);
    }

    public void Close()
    {
        if (IsRange)
        {
            PageHeap.Release((nint)Base, RangeSize);
            PageHeap.Release((nint)Generations, unchecked((nint)GenerationBytes));
        }
        else if (Table is not null)
        {
            for (long slab = 0; slab < MaxSlabs && slab < _committedSlabs; slab++)
            {
                NativeMemory.AlignedFree(Table[slab].Data);
                NativeMemory.Free(Table[slab].Generations);
            }

            PageHeap.Release((nint)Table, (nint)MaxSlabs * sizeof(SlabEntry));
        }

        Forget();
    }

    private bool TryReserve(long maxBytes)
    {
        MaxSlabs = Math.Max(RangeBytes, maxBytes) / SlabBytes;
        MaxSlabs = Math.Min(MaxSlabs, (1L << 32) >> SlotShift);
        if (maxBytes > 0) MaxSlabs = Math.Min(MaxSlabs, Math.Max(1, maxBytes / SlabBytes));
        Base = (byte*)PageHeap.Reserve(RangeSize);
        if (Base is null) return false;
        if (!_checked) return true;

        Generations = (uint*)PageHeap.MapSideArray(unchecked((nint)GenerationBytes));
        if (Generations is not null) return true;

        PageHeap.Release((nint)Base, RangeSize);
        Base = null;
        return false;
    }

    // Commits an eighth ahead, so that a growing pool makes few system calls and a small one holds little.
    private bool TryCommitUpTo(long slab)
    {
        if (slab < _committedSlabs) return true;
        if (slab >= MaxSlabs) return false;
        long ahead = Math.Min(_committedSlabs / 8, LargestCommit / SlabBytes);
        long upTo = Math.Min(MaxSlabs, slab + 1 + ahead);
        long bytes = (upTo - _committedSlabs) * SlabBytes;
        if (!Os.OsMemory.Current.Commit((nint)(Base + _committedSlabs * SlabBytes), (nint)bytes)) return false;
        _committedSlabs = upTo;
        AddMapped(bytes);
        return true;
    }

    private bool TryAllocate(long slab)
    {
        if (slab >= MaxSlabs) return false;
        ref SlabEntry entry = ref Table[slab];
        if (entry.Data is not null) return true;
        try
        {
            if (_checked && entry.Generations is null)
                entry.Generations = (uint*)NativeMemory.AllocZeroed((nuint)(1 << SlotShift), sizeof(uint));
            entry.Data = (byte*)NativeMemory.AlignedAlloc((nuint)SlabBytes, SlabGeometry.PageBytes);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        _committedSlabs = Math.Max(_committedSlabs, slab + 1);
        AddMapped(SlabBytes);
        return true;
    }

    private void AddMapped(long bytes)
    {
        Interlocked.Add(ref _mapped, bytes);    // a slab of a table may go while another one comes
        PageHeap.AddMapped(bytes);
    }
}

/// <summary>Where one slab lies, for pools without an address range.</summary>
internal unsafe struct SlabEntry
{
    public byte* Data;
    public uint* Generations;
}
