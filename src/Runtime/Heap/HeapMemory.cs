using System.Buffers;

namespace Slabwise.Heap;

/// <summary>One renter's buffer: owner and memory in one object, used again after a quarantine.</summary>
/// <remarks><c>_address != 0</c> exactly while a renter has it; whoever takes the address out by an exchange frees it, so that of two racing
/// disposals one wins and the other is told. No finalizer frees a forgotten buffer: a span of it may still be in use and would not keep this
/// object alive. <see cref="Watch"/> only counts it.</remarks>
internal sealed unsafe class HeapMemory(SlabMemoryPool pool) : MemoryManager<byte>
{
    private readonly Watch _watch = new(pool);
    private nint _address;
    private int _length;

    /// <summary>Gives the owner a buffer; if that fails it stays without.</summary>
    /// <exception cref="OutOfMemoryException">The heap has no memory left.</exception>
    public void Start(int bytes)
    {
        void* block = NativeHeap.Alloc((nuint)bytes);
        _length = (int)nuint.Min(NativeHeap.GoodSize((nuint)bytes), int.MaxValue);
        _watch.IsOut = true;
        Volatile.Write(ref _address, (nint)block);
    }

    public override Span<byte> GetSpan()
    {
        nint address = _address;
        if (address == 0) ThrowDisposed();
        return new Span<byte>((void*)address, _length);
    }

    /// <summary>Nothing moves: pinning only keeps the owner alive.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        nint address = _address;
        if (address == 0) ThrowDisposed();
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle((byte*)address + elementIndex, default, this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        if (address == 0) ThrowDisposed();
        _watch.IsOut = false;
        NativeHeap.Free((void*)address);
        pool.TakeBack(this);
    }

    private static void ThrowDisposed() =>
        throw new ObjectDisposedException(nameof(SlabMemoryPool), "The buffer was given back to its SlabMemoryPool already. Look for a second Dispose of its owner, or a use of its Memory afterwards.");

    /// <summary>Lives and dies with its owner, and counts one that died with a renter's buffer.</summary>
    private sealed class Watch(SlabMemoryPool pool)
    {
        ~Watch()
        {
            if (IsOut) pool.CountForgotten();
        }

        public bool IsOut { get; set; }
    }
}
