using System.Diagnostics.CodeAnalysis;
using Slabwise.Pages;

namespace Slabwise.Pools;

/// <summary>The words with which pools refuse: what happened, in which pool, what to do.</summary>
internal static class Misuse
{
    /// <summary>Says what is wrong with a handle that does not fit its slot.</summary>
    public static Exception OfHandle(string pool, ulong bits, uint current, bool slotExists, string? where = null)
    {
        uint slot = (uint)bits, generation = (uint)(bits >> 32);
        string at = where is null ? "" : where + ": ";
        if (bits == 0)
            return new InvalidOperationException($"{at}The handle is default(Pooled<{pool}>): nothing was rented. Take it from Rent, TryRent or Lease.");
        if (!slotExists || (generation & 1) == 0 || generation > current)
            return new InvalidOperationException($"{at}Slot {slot}, generation {generation}, was never rented from the pool {pool}: the handle is forged, damaged, or another process's.");
        return new ObjectDisposedException(
            pool,
            $"{at}The object in slot {slot} of the pool {pool} was returned already: the handle is of generation {generation}, the slot of {current}. Look for a second Return or Dispose, or a use after the first (rules SLAB102 and SLAB103).");
    }

    [DoesNotReturn]
    public static void ThrowDoubleReturnFound(string pool, uint slot) =>
        throw new InvalidOperationException($"Slot {slot} of the pool {pool} lay in its caches twice: two threads returned it at the same time, earlier on. The second entry is dropped now; look for an unsynchronised double Return.");

    [DoesNotReturn]
    public static void ThrowExhausted(string pool, long maxSlabs, long slabBytes, long slabs) => throw OfExhausted(pool, maxSlabs, slabBytes, slabs);

    private static OutOfMemoryException OfExhausted(string pool, long maxSlabs, long slabBytes, long slabs) => MemoryLimits.TakeRefusal() is var refused and > 0
        ? new OutOfMemoryException($"The pool {pool} cannot grow: {MemoryLimits.Describe(refused)}. Return objects, raise SlabwiseControl.HardLimitBytes (hard_limit), or use TryRent.")
        : new OutOfMemoryException($"The pool {pool} cannot grow: it uses {slabs:N0} slabs of {slabBytes:N0} bytes and may use {maxSlabs:N0}{(slabs >= maxSlabs ? " (MaxBytes, or its address space)" : ", but the system gives no more memory")}. Return objects, raise MaxBytes, or use TryRent.");

    /// <summary>Says why an object is not one that its pool has out.</summary>
    public static Exception OfObject(string pool, object item, Type pooled, uint slotWord)
    {
        if (item.GetType() != pooled)
            return new InvalidOperationException($"The object is a {item.GetType()}, and the pool {pool} takes only what it made itself. Seal {pooled.Name} (rule SLAB010).");
        if (slotWord == 0)
            return new InvalidOperationException($"The object was made with new, not rented from the pool {pool}. Take it from {pooled.Name}.Rent().");
        if ((slotWord & Caches.SlotHand.Live) == 0)
            return new ObjectDisposedException(pool, $"The object was returned to the pool {pool} already. Look for a second Return (rule SLAB102).");
        return new InvalidOperationException($"The object is a copy (MemberwiseClone) of one from the pool {pool}; only the original can be returned.");
    }

    /// <summary>Says why an array cannot have come from its pool.</summary>
    public static Exception OfArray(string pool, Array array, Type pooled) => array.GetType() != pooled
        ? new ArgumentException($"The array is a {array.GetType()}, and the pool {pool} takes only {pooled}. Return it to the pool that it came from.", nameof(array))
        : new ArgumentException($"The array has {array.Length:N0} elements, which is no length of the pool {pool}: it was not rented there. Return it to the pool that it came from.", nameof(array));

    /// <summary>Says that an array came back that lies idle.</summary>
    public static Exception OfIdleArray(string pool, int length) =>
        new InvalidOperationException($"The array of {length:N0} elements was returned to the pool {pool} already and lies idle there. Look for a second Return (rule SLAB102); after the first the array belongs to whoever rents it next.");

    /// <summary>Says that an object came back that lies idle.</summary>
    public static Exception OfIdleObject(string pool) =>
        new InvalidOperationException($"The object was returned to the pool {pool} already and lies idle there. Look for a second Return (rule SLAB102); after the first the object belongs to whoever gets it next.");
}
