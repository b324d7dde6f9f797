using System.Buffers;
using System.Runtime.CompilerServices;
using Slabwise.Heap;

namespace Slabwise;

/// <summary>An <see cref="IBufferWriter{T}"/> of bytes outside of the GC heap that grows in place where it can.</summary>
/// <remarks>
/// <para>For one thread at a time; that is not checked, since a writer may rightly move from thread to thread with an async method.
/// After <see cref="Dispose"/> every use throws <see cref="ObjectDisposedException"/>, a <see cref="Memory{T}"/> of it included.</para>
/// <para>A <see cref="Memory{T}"/> finds its bytes again after the buffer has grown; a span does not, and must not be used after the next call that
/// may grow it. A writer that nobody disposes keeps its buffer for good: there is no finalizer, since a span would not keep the writer alive.</para>
/// <para>Growth doubles: writing n bytes copies less than n. Nothing is allocated on the GC heap after the constructor.</para>
/// </remarks>
[SingleThread(MayMove = true)]
public sealed unsafe class SlabBufferWriter : IBufferWriter<byte>, IDisposable
{
    private const int LeastBytes = 256;

    private readonly BufferView _view;
    private byte* _buffer;
    private int _capacity, _written;

    /// <summary>Makes a writer.</summary>
    /// <param name="initialCapacity">Bytes to begin with; 0 allocates nothing before the first write.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is negative.</exception>
    public SlabBufferWriter(int initialCapacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCapacity);
        _view = new BufferView(this);
        if (initialCapacity > 0) Resize((nuint)initialCapacity);
    }

    /// <summary>Bytes that were written.</summary>
    public int WrittenCount => _written;

    /// <summary>Bytes that the buffer holds.</summary>
    public int Capacity => _capacity;

    /// <summary>Bytes that can be written before the buffer grows.</summary>
    public int FreeCapacity => _capacity - _written;

    /// <summary>What was written, until the buffer next grows.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public ReadOnlySpan<byte> WrittenSpan => Whole[.._written];

    /// <summary>What was written; it stays valid while the buffer grows.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public ReadOnlyMemory<byte> WrittenMemory
    {
        get
        {
            Require();
            return _view.Part(0, _written);
        }
    }

    /// <summary>All of the buffer.</summary>
    internal Span<byte> Whole
    {
        get
        {
            Require();
            return new Span<byte>(_buffer, _capacity);
        }
    }

    /// <summary>Says that bytes were written to what <see cref="GetSpan"/> or <see cref="GetMemory"/> gave.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="InvalidOperationException">So many bytes were not given.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void Advance(int count)
    {
        Require();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > _capacity - _written)
            throw new InvalidOperationException($"Advance by {count:N0} bytes, but only {_capacity - _written:N0} are free. Ask for that many with GetSpan or GetMemory first.");
        _written += count;
    }

    /// <summary>Room for what comes next.</summary>
    /// <param name="sizeHint">How many bytes at least; 0 for one or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hint is negative.</exception>
    /// <exception cref="OutOfMemoryException">The buffer would exceed 2,147,483,647 bytes, or the heap has no memory.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return new Span<byte>(_buffer + _written, _capacity - _written);
    }

    /// <inheritdoc cref="GetSpan"/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _view.Part(_written, _capacity - _written);
    }

    /// <summary>Forgets what was written and clears it; the buffer stays.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void Clear()
    {
        Whole[.._written].Clear();
        _written = 0;
    }

    /// <summary>Forgets what was written without clearing it; the buffer stays.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void ResetWrittenCount()
    {
        Require();
        _written = 0;
    }

    /// <summary>Frees the buffer. A second time does nothing.</summary>
    public void Dispose()
    {
        NativeHeap.Free(_buffer);
        _buffer = null;
        _capacity = _written = 0;
        _view.IsDisposed = true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int sizeHint)
    {
        if (sizeHint > _capacity - _written || sizeHint <= 0 || _view.IsDisposed) Grow(sizeHint);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int sizeHint)
    {
        Require();
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        long needed = (long)_written + Math.Max(sizeHint, 1);
        if (needed <= _capacity) return;
        if (needed > int.MaxValue)
            throw new OutOfMemoryException($"The buffer would be {needed:N0} bytes; a SlabBufferWriter holds at most {int.MaxValue:N0}.");
        Resize((nuint)Math.Min(Math.Max(needed, Math.Max(2L * _capacity, LeastBytes)), int.MaxValue));
    }

    private void Resize(nuint bytes)
    {
        _buffer = (byte*)NativeHeap.Realloc(_buffer, bytes);
        _capacity = (int)nuint.Min(NativeHeap.GoodSize(bytes), int.MaxValue);
    }

    private void Require() => ObjectDisposedException.ThrowIf(_view.IsDisposed, this);
}
