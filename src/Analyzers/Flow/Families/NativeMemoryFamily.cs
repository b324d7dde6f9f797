using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary><c>NativeMemory</c>, and Slabwise's <c>NativeHeap</c> with the same names.</summary>
internal sealed class NativeMemoryFamily : PoolFamily
{
    private static readonly MethodRoles s_alloc = new(new Acquisition(Allocator.NativeMemory));
    private static readonly MethodRoles s_realloc = new(new Acquisition(Allocator.NativeMemory), Allocator.NativeMemory);
    private static readonly MethodRoles s_free = new(null, Allocator.NativeMemory);
    private static readonly MethodRoles s_alignedAlloc = new(new Acquisition(Allocator.AlignedMemory));
    private static readonly MethodRoles s_alignedRealloc = new(new Acquisition(Allocator.AlignedMemory), Allocator.AlignedMemory);
    private static readonly MethodRoles s_alignedFree = new(null, Allocator.AlignedMemory);

    // One heap serves all alignments, so any of its deallocators takes what any of its allocators gave.
    private static readonly MethodRoles s_heapAlloc = new(new Acquisition(Allocator.NativeHeap));
    private static readonly MethodRoles s_heapRealloc = new(new Acquisition(Allocator.NativeHeap), Allocator.NativeHeap);
    private static readonly MethodRoles s_heapFree = new(null, Allocator.NativeHeap);

    private readonly INamedTypeSymbol? _memory;
    private readonly INamedTypeSymbol? _heap;

    private NativeMemoryFamily(INamedTypeSymbol? memory, INamedTypeSymbol? heap)
    {
        _memory = memory;
        _heap = heap;
    }

    public static PoolFamily? Create(Compilation compilation)
    {
        INamedTypeSymbol? memory = compilation.GetTypeByMetadataName("System.Runtime.InteropServices.NativeMemory");
        INamedTypeSymbol? heap = compilation.GetTypeByMetadataName(OwnershipNames.NativeHeap);
        return memory is null && heap is null ? null : new NativeMemoryFamily(memory, heap);
    }

    public override IReadOnlyCollection<string> MethodNames =>
        ["Alloc", "AllocZeroed", "AlignedAlloc", "Realloc", "AlignedRealloc", "Free", "AlignedFree"];

    public override MethodRoles? RolesOf(IMethodSymbol method)
    {
        if (!method.IsStatic) return null;
        bool heap = SymbolEqualityComparer.Default.Equals(method.ContainingType, _heap);
        if (!heap && !SymbolEqualityComparer.Default.Equals(method.ContainingType, _memory)) return null;
        return method.Name switch
        {
            "Alloc" or "AllocZeroed" => heap ? s_heapAlloc : s_alloc,
            "AlignedAlloc" => heap ? s_heapAlloc : s_alignedAlloc,
            "Realloc" => heap ? s_heapRealloc : s_realloc,
            "AlignedRealloc" => heap ? s_heapRealloc : s_alignedRealloc,
            "Free" => heap ? s_heapFree : s_free,
            "AlignedFree" => heap ? s_heapFree : s_alignedFree,
            _ => null,
        };
    }
}
