using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Caches.Rseq;
using Slabwise.Diagnostics;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Os;
using Slabwise.Pages;
using Slabwise.Pools;
using Slabwise.Slabs;

namespace Slabwise;

/// <summary>The pool of one class: objects that keep their slot number for life, on the same tiers as struct pools.</summary>
/// <typeparam name="T">The class. Generated code brings the front of it, <c>T.Rent</c> and <c>T.Return</c>.</typeparam>
/// <remarks>
/// <para>Thread-safe. The table holds every object that the pool made, rented ones too; so an object that its user forgets is not
/// collected, counts as rented, and is one of at most <see cref="MostObjects"/>. Beyond that many, rents give objects that the pool
/// does not keep.</para>
/// <para>Objects that a burst left behind are left to the garbage collector some seconds later: caches that nobody uses shrink, and what no cache holds
/// is dropped once it has been idle for 5 to 10 seconds. One that implements <see cref="IPooledResource"/> is told.</para>
/// </remarks>
public sealed unsafe partial class ClassPool<T> : SlabPool where T : class, IPooledObject<T>
{
    /// <summary>The most objects that one pool keeps.</summary>
    public const int MostObjects = 1 << 20;

    // 64 slots make one word of the slot map; slots of a class pool have no memory of their own. A slab that a thread owns should
    // outlast a refill or two.
    private const int SlotShift = 6, OwnedSlotShift = 8;

    // Caches are bounded by bytes, but an object's own graph is not known; 64 gives hands of 96 and blocks of up to 2,040 objects.
    private const int AssumedBytes = 64;

    /// <summary>The slot word of objects made beyond <see cref="MostObjects"/>.</summary>
    private const uint NotKept = SlotHand.Live - 1;

    private ClassPool(string name, PoolCore* core) : base(name, core, 0, PoolType.Class)
    {
        Housekeeper.Register(this);
    }

    /// <summary>Starts a class's pool; generated code calls it once.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ClassPool<T> Create(PoolDeclaration declaration)
    {
        SlabwiseOptions.Freeze();
        bool perCpu = RseqPath.IsActive && declaration.Cache == CacheKind.PerCpu;
        int maxCached = declaration.MaxCached != 0 ? declaration.MaxCached : SlabwiseOptions.MaxCached;
        PoolShape shape = PoolShape.For(AssumedBytes, perCpu, maxCached);
        return SecondTry.OfStart(() => new ClassPool<T>(declaration.Name, MakeCore(shape, declaration.Cache == CacheKind.PerThread)));
    }

    private static PoolCore* MakeCore(PoolShape shape, bool perThread)
    {
        PoolCore* core = PoolCore.Create(shape);
        int shift = perThread ? OwnedSlotShift : SlotShift;
        try
        {
            core->Slabs.Initialize(MostObjects >> shift, shift);
            if (perThread) NodeSharded.Create(core, shift, ThreadSlabs.MostOf(0, MostObjects >> shift), NumaTopology.OneNode);
            return core;
        }
        catch (OutOfMemoryException)
        {
            PoolCore.Abandon(core);
            throw;
        }
    }

    /// <summary>Where this pool's hands lie in the threads' blocks; generated code folds it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int HandPlace => Core->HandPlace;

    /// <summary>Rents an object: an idle one as its last user and <c>OnReturn</c> left it, else a new one.</summary>
    [return: ReturnsOwned]
    public T Rent() => T.Rent();

    /// <summary>Rents an object that the pool keeps; false where <see cref="MostObjects"/> are out already.</summary>
    public bool TryRent([ReturnsOwned, NotNullWhen(true)] out T? item)
    {
        item = T.Rent();
        if ((item.PoolSlot & ~SlotHand.Live) != NotKept) return true;
        RefuseOrLetGo(item);
        item = null;
        return false;
    }

    /// <summary>Rents an object for the length of a <c>using</c>.</summary>
    [return: ReturnsOwned]
    public ObjectLease<T> Lease() => new();

    /// <summary>Returns an object.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="ObjectDisposedException">It was returned already.</exception>
    /// <exception cref="InvalidOperationException">The pool did not make it: a <c>new</c> one, a clone, or one of a derived class.</exception>
    public void Return([Owned] T item) => T.Return(item);

    /// <inheritdoc/>
    public override long Trim()
    {
        ThreadHands.EmptyCurrent(Core);
        SlotFlow.Drain(Core);
        return DropFree();
    }

    /// <summary>The object of a slot, null where none was made yet.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? ObjectAt(uint slot)
    {
        object?[] objects = _objects;
        return slot < (uint)objects.Length ? Unsafe.As<T?>(objects[slot]) : null;
    }

    /// <summary>Whether an object with this slot word is one that the pool has out.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOut(T item, uint slotWord) => (int)slotWord < 0 && ReferenceEquals(ObjectAt(slotWord & ~SlotHand.Live), item);

    /// <summary>The way of a rent whose hand is empty or whose slot has no usable object yet.</summary>
    /// <param name="slot">The slot that was popped, 0 for none.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    [return: ReturnsOwned]
    public T RefillAndRent(uint slot)
    {
        bool mayBeDue = slot == 0;
        if (slot == 0) slot = SlotHand.RefillAndPop(Core);
        if (slot == 0) return MakeNotKept();
        T? item = ObjectAt(slot);
        if (item is null)
        {
            item = Make(slot);
        }
        else if ((item.PoolSlot & SlotHand.Live) != 0)
        {
            Misuse.ThrowDoubleReturnFound(Name, slot);
        }

        item.PoolSlot = slot | SlotHand.Live;
        if (mayBeDue && SampleClock.IsDue) Sample(item, slot);
        return item;
    }

    /// <summary>The way of a return whose hand is full or not opened yet.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void SpillAndReturn(uint slot) => SlotHand.SpillAndPush(Core, slot);

    /// <summary>The way of a return that <see cref="IsOut"/> did not recognise: throws, or lets go of an object beyond <see cref="MostObjects"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void RefuseOrLetGo(T? item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ref uint word = ref item.PoolSlot;
        if (TryReturnSampled(item)) return;
        if (word != (NotKept | SlotHand.Live)) throw Misuse.OfObject(Name, item, typeof(T), word);
        item.BeforeReturn();
        word = NotKept;
        Interlocked.Increment(ref Core->Dropped);
        if (HoldsResource) ((IPooledResource)item).OnDrop();
    }

    /// <summary>Takes back an object whose <c>OnRent</c> hook threw, without running <c>OnReturn</c>; it is dropped.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Discard(T item)
    {
        uint slot = item.PoolSlot & ~SlotHand.Live;
        item.PoolSlot = NotKept;
        Interlocked.Increment(ref Core->Dropped);
        if (slot != NotKept)
        {
            ForgetSampled(slot);
            Store(slot, null);
            SlotHand.SpillAndPush(Core, slot);
        }

        if (HoldsResource) ((IPooledResource)item).OnDrop();
    }
}
