using System.Buffers;
using Slabwise.Diagnostics.Events;
using Slabwise.Heap;

namespace Slabwise;

/// <summary>A <see cref="MemoryPool{T}"/> of bytes outside of the GC heap: blocks of <see cref="NativeHeap"/>, which no collection moves or scans.</summary>
/// <remarks>
/// <para>Thread-safe. A rent allocates nothing on the GC heap once the pool is warm: owners are used again.</para>
/// <para>An owner that was disposed throws <see cref="ObjectDisposedException"/>: at a second <c>Dispose</c>, also at a racing one, and wherever its
/// <c>Memory</c> or a copy of it is used. That holds until the owner serves another renter, which is after at least <see cref="Quarantine"/> other
/// owners of this pool were disposed; a stale owner cannot be told from its new renter's any more then. A span that outlives its owner is not
/// checked.</para>
/// <para>The buffer of an owner that nobody disposes is never freed, since a span of it may still be in use (rule CA2015); the garbage collector
/// finds its owner, and <see cref="Forgotten"/> counts it.</para>
/// </remarks>
public sealed class SlabMemoryPool : MemoryPool<byte>
{
    /// <summary>How many owners are disposed before the first of them is used again.</summary>
    public const int Quarantine = 256;

    private const int DefaultBytes = 4096;

    private readonly OwnerQueue _idle = new();
    private readonly bool _isShared;
    private bool _disposed;
    private long _rented, _forgotten;

    /// <summary>Makes a pool whose owners are counted apart; the memory is that of <see cref="NativeHeap"/> all the same.</summary>
    public SlabMemoryPool()
    {
    }

    private SlabMemoryPool(bool isShared) => _isShared = isShared;

    /// <summary>The process's pool; disposing it does nothing.</summary>
    public static new SlabMemoryPool Shared { get; } = new(isShared: true);

    /// <summary>The largest buffer: what a <see cref="Memory{T}"/> can span, 2,147,483,647 bytes.</summary>
    public override int MaxBufferSize => int.MaxValue;

    /// <summary>Buffers that are out, forgotten ones too.</summary>
    public long Rented => Volatile.Read(ref _rented);

    /// <summary>Owners that the garbage collector found before anyone disposed them; their buffers are lost.</summary>
    public long Forgotten => Volatile.Read(ref _forgotten);

    /// <summary>Rents a buffer; its contents are unspecified.</summary>
    /// <param name="minBufferSize">The least size in bytes; -1 for 4,096. The buffer has the whole of the block that the heap gives.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than -1.</exception>
    /// <exception cref="OutOfMemoryException">The heap has no memory left.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    [return: ReturnsOwned]
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(minBufferSize, -1);
        HeapMemory owner = _idle.TryTake() ?? new HeapMemory(this);
        owner.Start(minBufferSize == -1 ? DefaultBytes : minBufferSize);
        Interlocked.Increment(ref _rented);
        return owner;
    }

    /// <summary>Lets idle owners go. Buffers that are out stay valid; further rents throw.</summary>
    protected override void Dispose(bool disposing)
    {
        if (_isShared) return;
        _disposed = true;
        _idle.Clear();
    }

    internal void TakeBack(HeapMemory owner)
    {
        Interlocked.Decrement(ref _rented);
        if (!_disposed) _idle.Add(owner);
    }

    internal void CountForgotten() => RareEvents.OwnerForgotten(Interlocked.Increment(ref _forgotten));
}
