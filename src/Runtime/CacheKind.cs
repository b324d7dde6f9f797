namespace Slabwise;

/// <summary>Where a pool keeps idle slots between a return and the next rent.</summary>
public enum CacheKind
{
    /// <summary>A small hand of slots a thread in front of one cache a CPU: idle memory follows the CPUs, not the threads.</summary>
    /// <remarks>A thread that idles gives its hand up within seconds, all but one slot.</remarks>
    PerCpu = 0,

    /// <summary>A larger hand a thread, and behind it slabs that the thread owns: fastest where a thread returns what it rented itself.</summary>
    /// <remarks>A return on another thread is correct, and costs a compare-exchange a batch and slab: the slot waits for the slab's owner, or
    /// the slab changes hands. Idle memory follows the threads, also those that idle: a hand and at most eight slabs or 512 KiB each. A thread that has
    /// ended gives its slabs up at the next collection or <see cref="SlabwiseControl.ReclaimDeadThreads"/>.</remarks>
    PerThread = 1,
}
