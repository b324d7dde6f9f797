using Slabwise.Pages;

namespace Slabwise.Heap;

/// <summary>Idle owners of a memory pool, the longest idle first.</summary>
/// <remarks>First in, first out, and never the last <see cref="SlabMemoryPool.Quarantine"/>: so a stale owner's second disposal meets an idle owner,
/// which knows that it has no buffer, for at least that many disposals. A stack would hand the owner of the last disposal to the next
/// renter.</remarks>
internal sealed class OwnerQueue
{
    private const int Places = 4 * SlabMemoryPool.Quarantine;

    private readonly HeapMemory?[] _owners = new HeapMemory?[Places];
    private uint _first, _count;
    private SpinGate _gate;

    /// <summary>Takes the owner that has been idle for longest; null while all are in quarantine.</summary>
    public HeapMemory? TryTake()
    {
        HeapMemory? owner = null;
        _gate.Enter();
        if (_count > SlabMemoryPool.Quarantine)
        {
            ref HeapMemory? place = ref _owners[_first++ % Places];
            owner = place;
            place = null;
            _count--;
        }

        _gate.Exit();
        return owner;
    }

    /// <summary>Adds an owner; one that finds no place is left to the garbage collector.</summary>
    public void Add(HeapMemory owner)
    {
        _gate.Enter();
        if (_count < Places) _owners[(_first + _count++) % Places] = owner;
        _gate.Exit();
    }

    /// <summary>Leaves all of them to the garbage collector.</summary>
    public void Clear()
    {
        _gate.Enter();
        Array.Clear(_owners);
        _count = 0;
        _gate.Exit();
    }
}
