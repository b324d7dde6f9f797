using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slabwise.Caches;

/// <summary>Holds one hand's memory, and gives what lies in it to the shelves when the thread has ended.</summary>
/// <remarks>Reachable from its thread's statics only; the store knows it weakly.</remarks>
internal sealed unsafe class IdleHandOwner
{
    private readonly uint[] _memory;

    public IdleHandOwner(IdleStore store, int lines, int mostInLine)
    {
        Store = store;
        _memory = GC.AllocateArray<uint>(IdleHand.BytesFor(lines, mostInLine) / sizeof(uint), pinned: true);
        Hand->Serial = store.Serial;
        Hand->LineCount = lines;
        Hand->LineWords = mostInLine + 1;
    }

    // The thread has ended: nothing else can be inside.
    ~IdleHandOwner() => Store?.Retire(this);

    /// <summary>The pool; null after it was closed, so that a hand that outlives it holds nothing of it.</summary>
    public IdleStore? Store { get; private set; }

    /// <summary>The hand, good for as long as this object is held.</summary>
    public IdleHand* Hand => (IdleHand*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));

    public void LeaveStore()
    {
        Store = null;
        Hand->Serial = 0;
    }
}
