using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Slabwise.Slabs;

namespace Slabwise.Caches;

/// <summary>Slots of other threads' slabs on their way out of a hand, chained by slab: on the stack of one spill.</summary>
/// <remarks>A place a slab, by the slab's address. Where two slabs share a place, the older chain goes out early: that costs a compare-exchange
/// more, where sorting would cost every spill.</remarks>
internal unsafe struct RemoteChains
{
    public const int Places = 16;

    private ChainsOf _chains;
    private SlabsOf _slabs;

    /// <summary>The chain of a slab, and the one that had to make room for it.</summary>
    [UnscopedRef]
    public ref SlotChain For(OwnedSlab* slab, out SlotChain displaced, out OwnedSlab* of)
    {
        int place = (int)((nuint)slab / OwnedSlab.Bytes % Places);
        displaced = default;
        of = (OwnedSlab*)_slabs[place];
        if (of != slab)
        {
            displaced = _chains[place];
            _chains[place] = default;
            _slabs[place] = (nint)slab;
        }

        return ref _chains[place];
    }

    public SlotChain TakeAt(int place, out OwnedSlab* slab)
    {
        SlotChain chain = _chains[place];
        _chains[place] = default;
        slab = (OwnedSlab*)_slabs[place];
        return chain;
    }

    [InlineArray(Places)]
    private struct ChainsOf
    {
        private SlotChain _first;
    }

    [InlineArray(Places)]
    private struct SlabsOf
    {
        private nint _first;
    }
}
