namespace Slabwise;

/// <summary>Where a pool keeps idle slots between a return and the next rent.</summary>
public enum CacheKind
{
    /// <summary>A small hand of slots a thread in front of one cache a CPU: idle memory follows the CPUs, not the threads.</summary>
    PerCpu = 0,

    /// <summary>One larger cache a thread: fastest where a thread returns what it rented itself.</summary>
    PerThread = 1,
}
