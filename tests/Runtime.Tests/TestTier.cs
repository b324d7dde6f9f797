using System.Runtime.InteropServices;
using Slabwise.Pages;
using Slabwise.Shared;
using Slabwise.Slabs;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>A pool's slabs and their memory without any cache in front.</summary>
internal sealed unsafe class TestTier : IDisposable
{
    public SlabTier Value;
    public SlabMemory Memory;

    private readonly int _size;

    public TestTier(int size, long maxBytes = 0)
    {
        _size = size;
        Memory.Initialize(SlabGeometry.For(size, 1), maxBytes, isChecked: true, SlabwiseOptions.ReserveAddressSpace, "test");
        Value.Initialize(in Memory);
    }

    /// <summary>Takes slots, in the order in which they are to be used.</summary>
    public uint[] Take(int count)
    {
        var slots = new uint[count];
        int taken;
        fixed (uint* first = slots) taken = Value.Take(ref Memory, first, count);
        Array.Resize(ref slots, taken);
        Array.Reverse(slots);
        return slots;
    }

    /// <summary>Takes slots and writes their number all over them, and to their generation.</summary>
    public uint[] TakeAndFill(int count)
    {
        uint[] slots = Take(count);
        foreach (uint slot in slots)
        {
            BytesOf(slot).Fill(PatternOf(slot));
            if (Memory.IsRange) Memory.Generations[slot] = slot * 2 + 1;
        }

        return slots;
    }

    public void Give(uint[] slots)
    {
        fixed (uint* first = slots) Value.Give(ref Memory, first, slots.Length);
    }

    /// <summary>A slot's distance from the first slab's start, as if all slabs lay in a row.</summary>
    public long OffsetOf(uint slot) => (slot >> Memory.SlotShift) * Memory.SlabBytes + (slot & ((1L << Memory.SlotShift) - 1)) * Memory.Stride;

    public Span<byte> BytesOf(uint slot)
    {
        long slab = slot >> Memory.SlotShift;
        byte* start = Memory.IsRange ? Memory.Base : Memory.Table[slab].Data - slab * Memory.SlabBytes;
        return new Span<byte>(start + OffsetOf(slot), _size);
    }

    public void HoldsContents(IEnumerable<uint> slots)
    {
        foreach (uint slot in slots)
        {
            Assert.True(BytesOf(slot).IndexOfAnyExcept(PatternOf(slot)) < 0, $"slot {slot} lost what was on it");
            if (Memory.IsRange) Assert.Equal(slot * 2 + 1, Memory.Generations[slot]);
        }
    }

    public bool Decay(long now, int dirtyMs, int muzzyMs) => Value.Decay(ref Memory, now, dirtyMs, muzzyMs);

    /// <summary>Lets what is free now decay.</summary>
    public void Age(int dirtyMs, int muzzyMs, long from = 0)
    {
        for (int look = 0; look < 4; look++) Decay(from + look * 2L * dirtyMs, dirtyMs, muzzyMs);
    }

    public PageCounts Count() => Value.Count(ref Memory);

    public void Validate() => Value.Validate("test", in Memory);

    /// <summary>How many pages of the range hold memory, as the system says it.</summary>
    public long CountBackedPages()
    {
        var map = new byte[(Value.Frontier + 1) * Memory.SlabBytes / SlabGeometry.PageBytes];
        fixed (byte* first = map) Assert.Equal(0, mincore((nint)Memory.Base, map.Length * (nint)SlabGeometry.PageBytes, first));
        return map.Count(page => (page & 1) != 0);
    }

    public void Dispose()
    {
        Value.Close(in Memory);
        Memory.Close();
    }

    private static byte PatternOf(uint slot) => (byte)(slot % 251 + 1);

    [DllImport("libc")]
    private static extern int mincore(nint address, nint length, byte* map);
}
