using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Caches;

/// <summary>Positions for idle objects in windows of eight: an object's identity hash says which window it may lie in.</summary>
/// <remarks>
/// <para>A position is empty (tag 0), or its tag is the hash of the object that lies there. Whoever made a tag non-zero owns the
/// position until it writes 0; only the owner writes the object and the link.</para>
/// <para>Tags stand apart from the objects so that one vector comparison looks through a window, and so that no reference is compared
/// as bits while the collector may move what it points to. They lie in pinned memory, a window in half a cache line. All of it is the
/// collector's: a pool that nobody holds takes its tables with it, and no finalizer is needed.</para>
/// </remarks>
internal sealed class IdleLevel
{
    public const int Window = 8;

    private const int HalfLine = Window * sizeof(uint);

    private readonly uint[] _tags;
    private readonly int _aligned, _shift;
    private readonly object?[] _items;
    private readonly ulong[] _links;
    private readonly IdleFaint?[] _faint;

    /// <param name="first">The number of the first position, and how many there are: a power of two from 16.</param>
    public unsafe IdleLevel(uint first)
    {
        First = first;
        _shift = 32 - BitOperations.Log2(first / Window);
        _tags = GC.AllocateArray<uint>((int)first + Window, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_tags));
        _aligned = (int)((HalfLine - (address & (HalfLine - 1))) & (HalfLine - 1)) / sizeof(uint);
        _items = new object?[first];
        _links = new ulong[first];
        _faint = new IdleFaint?[first];
    }

    public uint First { get; }

    /// <summary>What the owner of a position keeps beside it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong LinkOf(uint position) => ref _links[position - First];

    /// <summary>Makes an empty position of the object's window this object's; 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint TryClaim(object item, uint tag)
    {
        int window = WindowOf(tag);
        ref uint tags = ref TagAt(window);
        uint at = tag % Window;    // each object's own place first, so that it is usually empty
        for (int i = 0; i < Window; i++, at = (at + 1) % Window)
        {
            if (Unsafe.Add(ref tags, at) != 0 || Interlocked.CompareExchange(ref Unsafe.Add(ref tags, at), tag, 0) != 0) continue;
            Write(window + (int)at, item);
            return First + (uint)window + at;
        }

        return 0;
    }

    /// <summary>Whether the object lies here at another position than its own, 0 for none.</summary>
    /// <remarks>Two threads that claim for one object at the same time both get here after their claims' fences, so at least one sees
    /// the other's tag; it waits for the object behind it, which is written before its owner looks.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(object item, uint tag, uint own)
    {
        int window = WindowOf(tag);
        ref uint tags = ref TagAt(window);

        // Not a vector: its load would wait until the claim, a narrower store, has left the store buffer, 7 ns against 3.
        int same = Same(tags, tag) + Same(Unsafe.Add(ref tags, 1), tag) + Same(Unsafe.Add(ref tags, 2), tag) + Same(Unsafe.Add(ref tags, 3), tag)
            + Same(Unsafe.Add(ref tags, 4), tag) + Same(Unsafe.Add(ref tags, 5), tag) + Same(Unsafe.Add(ref tags, 6), tag) + Same(Unsafe.Add(ref tags, 7), tag);
        return same > (own - First < _items.Length ? 1 : 0) && HasAny(item, tag, window, own);
    }

    /// <summary>Takes the object out; the caller owns the position, and gives it up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public object? Take(uint position)
    {
        int at = (int)(position - First);
        object? item = _items[at];
        Write(at, null);
        Volatile.Write(ref TagAt(at), 0);
        return item;
    }

    /// <summary>Leaves the object of a position that the caller owns to the garbage collector, if it wants it before somebody else does.</summary>
    public void Weaken(uint position)
    {
        int at = (int)(position - First);
        IdleFaint faint = _faint[at] ??= new IdleFaint();
        faint.Target = _items[at];
        Write(at, faint);
    }

    /// <summary>Whether a position that the caller owns was weakened.</summary>
    public bool IsFaint(uint position) => _items[position - First] is IdleFaint;

    /// <summary>Keeps a weakened object again; false where the garbage collector has it.</summary>
    public bool TryStrengthen(uint position)
    {
        int at = (int)(position - First);
        if (_items[at] is not IdleFaint { Target: { } item }) return false;
        Write(at, item);
        return true;
    }

    /// <summary>Counts claimed positions; exact only at rest.</summary>
    public int CountClaimed()
    {
        int claimed = 0;
        for (int at = 0; at < _items.Length; at++)
        {
            if (TagAt(at) != 0) claimed++;
        }

        return claimed;
    }

    /// <summary>Whether each tag is that of the object beside it, in that object's window; at rest only.</summary>
    public bool IsConsistent()
    {
        for (int at = 0; at < _items.Length; at++)
        {
            object? item = _items[at];
            if (item is IdleFaint faint)
            {
                item = faint.Target;
                if (item is null) continue;
            }

            if (item is null ? TagAt(at) != 0 : TagAt(at) != IdleTable.TagOf(item) || WindowOf(TagAt(at)) != (at & ~(Window - 1))) return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasAny(object item, uint tag, int window, uint own)
    {
        for (int at = window; at < window + Window; at++)
        {
            if (First + (uint)at == own) continue;
            var spin = new SpinWait();
            while (Volatile.Read(ref TagAt(at)) == tag)
            {
                object? other = Volatile.Read(ref _items[at]);
                if (other is not null)
                {
                    if (other is IdleFaint faint) other = faint.Target;
                    if (ReferenceEquals(other, item)) return true;
                    break;    // two objects with one hash
                }

                spin.SpinOnce(sleep1Threshold: -1);
            }
        }

        return false;
    }

    private static int Same(uint one, uint other) => one == other ? 1 : 0;

    // An array of objects takes any object: no check of the element's type is needed, and none is paid.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(int at, object? item) => Volatile.Write(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), at), item);

    // The runtime's hashes come from a congruential generator: their high bits, spread over all, choose the window.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int WindowOf(uint tag) => (int)((tag * 0x9E37_79B1u) >> _shift) * Window;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref uint TagAt(int at) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tags), _aligned + at);
}
