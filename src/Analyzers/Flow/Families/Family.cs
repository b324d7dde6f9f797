namespace Slabwise.Analyzers.Flow.Families;

/// <summary>The kinds of things that are rented, each with its own habits.</summary>
internal enum Family : byte
{
    /// <summary>Slabwise's handles, leases and pooled objects, and whatever carries the ownership attributes.</summary>
    Slabwise,

    /// <summary>Arrays of <c>ArrayPool&lt;T&gt;</c>.</summary>
    ArrayPool,

    /// <summary>Owners that <c>MemoryPool&lt;T&gt;</c> rents and their own <c>Dispose</c> returns.</summary>
    MemoryPool,

    /// <summary>Objects of <c>Microsoft.Extensions.ObjectPool</c>.</summary>
    ObjectPool,

    /// <summary>Addresses from <c>NativeMemory</c>, <c>NativeHeap</c> or <c>Marshal</c>.</summary>
    Native,
}
