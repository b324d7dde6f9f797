using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Pools;

namespace Slabwise;

/// <summary>The pool of one unmanaged type: off-heap slabs behind per-thread hands and per-CPU caches.</summary>
/// <typeparam name="T">The struct. Annotated ones bring the geometry that the generator computed; for others it is computed here.</typeparam>
/// <remarks>Thread-safe: rent and return anywhere, also on different threads. No rent and no return allocates on the GC heap.
/// There is one pool a type, and it starts at its first use.</remarks>
public sealed unsafe class StructPool<T> : SlabPool where T : unmanaged
{
    // All of it is folded into constants once a caller reaches tier 1.
    private static readonly StructPoolStart s_start = StructPoolStart.For<T>();
    private static readonly PoolCore* s_core = s_start.Core;
    private static readonly byte* s_base = s_core->Memory.Base;
    private static readonly uint* s_generations = s_core->Memory.Generations;
    private static readonly bool s_checked = s_start.Checked;
    private static readonly bool s_range = s_core->Memory.IsRange;
    private static readonly bool s_zeroed = s_start.Zeroed;
    private static readonly nint s_stride = s_start.Geometry.Stride;
    private static readonly nint s_tail = s_start.Geometry.TailBytes;
    private static readonly int s_shift = s_start.Geometry.SlotShift;

    [ThreadStatic]
    private static nint t_hand;

    private StructPool() : base(s_start.Name, s_core, sizeof(T), PoolKind.Struct)
    {
    }

    /// <summary>The type's pool.</summary>
    /// <exception cref="TypeInitializationException">The pool cannot start; the inner exception says why: a size that disagrees with the
    /// generator's, or no memory.</exception>
    public static StructPool<T> Shared { get; } = new();

    /// <summary>Rents an object. Its contents are unspecified unless the type says <see cref="SizeClassPooledAttribute.Zeroed"/>.</summary>
    /// <exception cref="OutOfMemoryException">The pool cannot grow: <c>MaxBytes</c> or the system's memory is used up.</exception>
    /// <exception cref="InvalidOperationException">The slot on top had been returned twice in a race; the second entry is dropped.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [return: ReturnsOwned]
    public Pooled<T> Rent()
    {
        uint slot = SlotHand.Pop(t_hand);
        if (slot == 0) slot = RefillAndPop();
        return new Pooled<T>(MakeLive(slot));
    }

    /// <summary>Rents an object where the pool has or can get one; false where <see cref="Rent()"/> would throw <see cref="OutOfMemoryException"/>.</summary>
    public bool TryRent([ReturnsOwned] out Pooled<T> handle)
    {
        uint slot = SlotHand.Pop(t_hand);
        if (slot == 0) slot = SlotHand.RefillAndPop(s_core, ref t_hand);
        handle = slot == 0 ? default : new Pooled<T>(MakeLive(slot));
        return slot != 0;
    }

    /// <summary>Returns an object.</summary>
    /// <exception cref="ObjectDisposedException">It was returned already.</exception>
    /// <exception cref="InvalidOperationException">The handle is the default, or no rent of this process made it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return([Owned] Pooled<T> handle)
    {
        ulong bits = handle.ToBits();
        if (s_checked)
        {
            uint generation = (uint)(bits >> 32) | 1;
            ref uint current = ref GenerationOf((uint)bits);
            if (current != generation || generation == uint.MaxValue)
            {
                RetireOrRefuse(bits, null);
                return;
            }

            current = generation + 1;
        }

        if (!SlotHand.TryPush(t_hand, (uint)bits)) SpillAndPush((uint)bits);
    }

    /// <summary>Returns an object if its handle still fits; false for one that was returned already, the default or a forged one.</summary>
    public bool TryReturn([Owned] Pooled<T> handle)
    {
        if (!IsAlive(handle.ToBits())) return false;
        Return(handle);
        return true;
    }

    /// <summary>Rents an object for the length of a <c>using</c>.</summary>
    /// <inheritdoc cref="Rent()" path="/exception"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [return: ReturnsOwned]
    public PooledLease<T> Lease() => new(Rent());

    /// <summary>Fills a span with rented objects. An empty span is left alone.</summary>
    /// <exception cref="OutOfMemoryException">The pool cannot give them all; those already rented were returned.</exception>
    /// <inheritdoc cref="Rent()" path="/exception[2]"/>
    public void Rent(Span<Pooled<T>> destination)
    {
        int rented = 0;
        while (rented < destination.Length)
        {
            if (SlotHand.IsEmpty(t_hand) && !SlotHand.TryRefill(s_core, ref t_hand))
            {
                TakeBack(destination[..rented]);
                ThrowExhausted();
            }

            ReadOnlySpan<uint> slots = SlotHand.Top(t_hand, destination.Length - rented);
            int taken = 0;
            while (taken < slots.Length && TryMakeLive(slots[^(taken + 1)], out ulong bits)) destination[rented + taken++] = new Pooled<T>(bits);
            rented += taken;
            if (taken == slots.Length)
            {
                SlotHand.DropTop(t_hand, taken);
                continue;
            }

            uint doubled = slots[^(taken + 1)];
            SlotHand.DropTop(t_hand, taken + 1);
            TakeBack(destination[..rented]);
            Misuse.ThrowDoubleReturnFound(s_start.Name, doubled);
        }
    }

    /// <summary>Returns many objects. An empty span is left alone.</summary>
    /// <exception cref="ObjectDisposedException">One was returned already; the message has its index. Those before it are returned, those
    /// after it are not.</exception>
    /// <exception cref="InvalidOperationException">One is the default or forged; likewise.</exception>
    public void Return([Owned] ReadOnlySpan<Pooled<T>> handles)
    {
        int returned = 0;
        while (returned < handles.Length)
        {
            Span<uint> room = SlotHand.Room(t_hand, handles.Length - returned);
            if (room.IsEmpty)
            {
                SlotHand.MakeRoom(s_core, ref t_hand);
                continue;
            }

            int pushed = 0;
            while (pushed < room.Length && TryMakeFree(handles[returned + pushed])) room[pushed] = (uint)handles[returned + pushed++].ToBits();
            SlotHand.Keep(t_hand, pushed);
            returned += pushed;
            if (pushed < room.Length) RetireOrRefuse(handles[returned].ToBits(), $"The handle at index {returned++}");
        }
    }

    /// <summary>Finds a handle's object, verifying the handle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref T Resolve(ulong bits)
    {
        if (s_checked && GenerationOf((uint)bits) != ((uint)(bits >> 32) | 1)) ThrowMisuse(bits);
        return ref *(T*)AddressOf((uint)bits);
    }

    internal static bool IsAlive(ulong bits) =>
        s_checked ? GenerationOf((uint)bits) == ((uint)(bits >> 32) | 1) : bits != 0;

    internal override void Validate()
    {
        base.Validate();
        foreach (uint slot in IdleSlots.Of(s_core))
        {
            if (s_checked && (GenerationOf(slot) & 1) != 0)
                throw new InvalidOperationException($"Pool {s_start.Name}: slot {slot} is idle but its generation {GenerationOf(slot)} is odd.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MakeLive(uint slot)
    {
        if (!TryMakeLive(slot, out ulong bits)) Misuse.ThrowDoubleReturnFound(s_start.Name, slot);
        return bits;
    }

    // An odd generation means that the slot is rented already: it lay in the caches twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMakeLive(uint slot, out ulong bits)
    {
        uint generation = 1;
        if (s_checked)
        {
            ref uint current = ref GenerationOf(slot);
            generation = current + 1;
            if ((generation & 1) == 0)
            {
                bits = 0;
                return false;
            }

            current = generation;
        }

        if (s_zeroed) Unsafe.InitBlock(AddressOf(slot), 0, (uint)sizeof(T));
        bits = (ulong)generation << 32 | slot;
        return true;
    }

    private void TakeBack(Span<Pooled<T>> rented)
    {
        Return(rented);
        rented.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMakeFree(Pooled<T> handle)
    {
        if (!s_checked) return true;
        uint generation = (uint)(handle.ToBits() >> 32) | 1;
        ref uint current = ref GenerationOf((uint)handle.ToBits());
        if (current != generation || generation == uint.MaxValue) return false;
        current = generation + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref uint GenerationOf(uint slot) =>
        ref s_range ? ref s_generations[slot] : ref StructPoolStart.GenerationInTable(s_core, slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* AddressOf(uint slot)
    {
        if (!s_range) return StructPoolStart.AddressInTable(s_core, slot);
        byte* address = s_base + slot * s_stride;
        return s_tail == 0 ? address : address + (slot >> s_shift) * s_tail;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint RefillAndPop()
    {
        uint slot = SlotHand.RefillAndPop(s_core, ref t_hand);
        if (slot == 0) ThrowExhausted();
        return slot;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SpillAndPush(uint slot) => SlotHand.SpillAndPush(s_core, ref t_hand, slot);

    // The last generation fits and is returned by retiring the slot: its generation becomes 0, which no handle has.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RetireOrRefuse(ulong bits, string? where)
    {
        ref uint current = ref GenerationOf((uint)bits);
        if (current != uint.MaxValue || (uint)(bits >> 32) != uint.MaxValue)
            throw Misuse.OfHandle(s_start.Name, bits, current, SlotExists((uint)bits), where);
        current = 0;
        Interlocked.Increment(ref s_core->Retired);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowMisuse(ulong bits) =>
        throw Misuse.OfHandle(s_start.Name, bits, GenerationOf((uint)bits), SlotExists((uint)bits));

    private static void ThrowExhausted() =>
        Misuse.ThrowExhausted(s_start.Name, s_core->Memory.MaxSlabs, s_core->Memory.SlabBytes, s_core->Slabs.Frontier);

    private static bool SlotExists(uint slot) => slot != 0 && slot >> s_shift < s_core->Slabs.Frontier;
}
