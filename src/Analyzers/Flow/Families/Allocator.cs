namespace Slabwise.Analyzers.Flow.Families;

/// <summary>Where a rental comes from, and so where alone it may go. Compared by reference.</summary>
internal sealed class Allocator
{
    /// <summary>Declared by attributes: which of the other allocators stands behind them is not known.</summary>
    public static readonly Allocator Slabwise = new(Family.Slabwise, "Slabwise", "Return");

    public static readonly Allocator ArrayPool = new(Family.ArrayPool, "ArrayPool", "Return");
    public static readonly Allocator MemoryPool = new(Family.MemoryPool, "MemoryPool", "Dispose");
    public static readonly Allocator ObjectPool = new(Family.ObjectPool, "ObjectPool", "Return");
    public static readonly Allocator NativeMemory = new(Family.Native, "NativeMemory", "NativeMemory.Free");
    public static readonly Allocator AlignedMemory = new(Family.Native, "NativeMemory (aligned)", "NativeMemory.AlignedFree");
    public static readonly Allocator NativeHeap = new(Family.Native, "NativeHeap", "NativeHeap.Free");
    public static readonly Allocator GlobalMemory = new(Family.Native, "HGlobal", "Marshal.FreeHGlobal");
    public static readonly Allocator TaskMemory = new(Family.Native, "CoTaskMem", "Marshal.FreeCoTaskMem");
    public static readonly Allocator BasicString = new(Family.Native, "BSTR", "Marshal.FreeBSTR");

    private Allocator(Family family, string name, string deallocator)
    {
        Family = family;
        Name = name;
        Deallocator = deallocator;
    }

    public Family Family { get; }

    public string Name { get; }

    /// <summary>The call that gives back what this allocator gave, as messages name it.</summary>
    public string Deallocator { get; }

    /// <summary>Whether what <paramref name="other"/> gave certainly may not come back here.</summary>
    public bool Refuses(Allocator other) => this != other && this != Slabwise && other != Slabwise;

    public override string ToString() => Name;
}
