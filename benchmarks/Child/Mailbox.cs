using System.Runtime.CompilerServices;
using Slabwise.Benchmarks.Catalog;

namespace Slabwise.Benchmarks.Child;

/// <summary>A bounded queue between two neighbours in which neither waits for the other. The C program has the same.</summary>
internal sealed class Mailbox<THandle>
    where THandle : struct
{
    private readonly THandle[] _slots = new THandle[WorkloadCatalog.Mailbox];
    private RingIndices _indices;

    /// <summary>False where there is no room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPut(THandle handle)
    {
        long at = _indices.Written;
        if (at - Volatile.Read(ref _indices.Read) == WorkloadCatalog.Mailbox) return false;
        _slots[at % WorkloadCatalog.Mailbox] = handle;
        Volatile.Write(ref _indices.Written, at + 1);
        return true;
    }

    /// <summary>False where nothing has arrived.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(out THandle handle)
    {
        long at = _indices.Read;
        if (at == Volatile.Read(ref _indices.Written))
        {
            handle = default;
            return false;
        }
        handle = _slots[at % WorkloadCatalog.Mailbox];
        Volatile.Write(ref _indices.Read, at + 1);
        return true;
    }

    /// <summary>Forgets what lay in it, so that it keeps no taken object alive.</summary>
    public void Clear() => Array.Clear(_slots);
}
