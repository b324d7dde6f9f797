using System.Numerics;
using System.Runtime.CompilerServices;
using Slabwise.Heap;

namespace Slabwise;

/// <summary>A region for what lives and dies together: allocating moves a pointer, and everything is freed at once.</summary>
/// <remarks>
/// <para>For the thread that made it, and checked: another one gets an <see cref="InvalidOperationException"/>, in release builds too. After
/// <see cref="Dispose"/> every use throws <see cref="ObjectDisposedException"/>.</para>
/// <para>Chunks come from <see cref="NativeHeap"/>, each twice as large as the one before, from 4 KiB to 1 MiB; a larger block gets a chunk of
/// its own. An arena that nobody disposes keeps its chunks for good: there is no finalizer, since a pointer into a chunk would not keep
/// the arena alive.</para>
/// <para>Cost: one look-up of the thread's id, an addition and two comparisons.</para>
/// </remarks>
[SingleThread]
public sealed unsafe class Arena : IDisposable
{
    private const nuint FirstChunkBytes = 4096, LargestChunkBytes = 1 << 20;

    /// <summary>What a block is aligned to where nothing else is asked for, in bytes.</summary>
    public const int DefaultAlignment = 16;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private Chunk[] _chunks = new Chunk[4];
    private int _count, _current = -1;
    private byte* _next, _end;
    private nuint _chunkBytes;
    private long _scope, _scopes;
    private bool _disposed;

    /// <summary>Makes an arena. Its first chunk is allocated when it is first used.</summary>
    /// <param name="initialBytes">The first chunk's size in bytes; 0 for 4 KiB.</param>
    public Arena(nuint initialBytes = 0) => _chunkBytes = initialBytes == 0 ? FirstChunkBytes : initialBytes;

    /// <summary>Bytes of the chunks that the arena holds.</summary>
    public nuint ReservedBytes { get; private set; }

    /// <summary>Allocates a block; its contents are unspecified.</summary>
    /// <param name="byteCount">Its size in bytes; 0 gives an address of its own as well.</param>
    /// <param name="alignment">A power of two, in bytes.</param>
    /// <exception cref="ArgumentException">The alignment is not a power of two.</exception>
    /// <exception cref="OutOfMemoryException">The heap has no memory for another chunk.</exception>
    /// <exception cref="InvalidOperationException">Another thread made the arena.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void* Alloc(nuint byteCount, nuint alignment = DefaultAlignment)
    {
        byte* next = _next;
        nuint room = (nuint)(_end - next), pad = (0 - (nuint)next) & (alignment - 1);
        if (_thread != Environment.CurrentManagedThreadId || !BitOperations.IsPow2(alignment) || pad > room || byteCount - 1 >= room - pad)
            return AllocInNewChunk(byteCount, alignment);
        _next = next + pad + byteCount;
        return next + pad;
    }

    /// <summary>Allocates one value; its contents are unspecified.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <inheritdoc cref="Alloc(nuint, nuint)" path="/exception"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Alloc<T>() where T : unmanaged => ref *(T*)Alloc((nuint)sizeof(T), DefaultAlignment);

    /// <summary>Allocates a run of values; their contents are unspecified.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <inheritdoc cref="Alloc(nuint, nuint)" path="/exception"/>
    public Span<T> Alloc<T>(int count) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Span<T>(Alloc((nuint)count * (nuint)sizeof(T), DefaultAlignment), count);
    }

    /// <summary>Opens a scope: disposing it frees what was allocated since. Scopes nest and end in order.</summary>
    /// <exception cref="InvalidOperationException">Another thread made the arena.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ArenaScope BeginScope()
    {
        Require();
        long outer = _scope;
        _scope = ++_scopes;
        return new ArenaScope(this, _scope, outer, _current, (nint)_next);
    }

    /// <summary>Frees everything at once and keeps the first chunk for what comes next.</summary>
    /// <exception cref="InvalidOperationException">A scope is open, or another thread made the arena.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Reset()
    {
        Require();
        if (_scope != 0) throw new InvalidOperationException("A scope of the arena is still open, and would end in memory that Reset has freed. Dispose the scopes first.");
        if (_count > 0) Rewind(0, (nint)_chunks[0].Start);
    }

    /// <summary>Frees everything, chunks too. A second time does nothing.</summary>
    /// <exception cref="InvalidOperationException">Another thread made the arena.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        Require();
        FreeChunksFrom(0);
        _current = -1;
        _next = _end = null;
        _disposed = true;
    }

    internal void EndScope(long scope, long outer, int chunk, nint next)
    {
        Require();
        if (_scope != scope)
            throw new InvalidOperationException(_scope > scope
                ? "A scope that was opened inside of this one is still open. Scopes of an arena end in the reverse of their order."
                : "The scope has ended already.");
        _scope = outer;
        Rewind(chunk, next);
    }

    // One chunk beyond stays, so that a scope at a chunk's edge does not allocate and free one every time.
    private void Rewind(int chunk, nint next)
    {
        FreeChunksFrom(chunk + 2);
        _current = chunk;
        _next = (byte*)next;
        _end = chunk < 0 ? null : _chunks[chunk].Start + _chunks[chunk].Bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void* AllocInNewChunk(nuint byteCount, nuint alignment)
    {
        Require();
        if (!BitOperations.IsPow2(alignment)) HeapMisuse.ThrowBadAlignment(alignment);
        if (byteCount == 0) return Alloc(1, alignment);
        nuint slack = alignment > DefaultAlignment ? alignment : 0, needed = byteCount + slack;
        if (needed < byteCount) HeapMisuse.ThrowExhausted(byteCount, nuint.MaxValue);
        if (_current + 1 == _count || _chunks[_current + 1].Bytes < needed) AddChunk(needed);
        _current++;
        _next = _chunks[_current].Start;
        _end = _next + _chunks[_current].Bytes;
        return Alloc(byteCount, alignment);
    }

    private void AddChunk(nuint needed)
    {
        FreeChunksFrom(_current + 1);
        nuint bytes = NativeHeap.GoodSize(nuint.Max(needed, _chunkBytes));
        byte* start = (byte*)NativeHeap.Alloc(bytes);
        if (_count == _chunks.Length) Array.Resize(ref _chunks, _count * 2);
        _chunks[_count++] = new Chunk(start, bytes);
        ReservedBytes += bytes;
        if (_chunkBytes < LargestChunkBytes) _chunkBytes *= 2;
    }

    private void FreeChunksFrom(int first)
    {
        while (_count > Math.Max(first, 0))
        {
            Chunk chunk = _chunks[--_count];
            ReservedBytes -= chunk.Bytes;
            NativeHeap.Free(chunk.Start, chunk.Bytes);
        }
    }

    private void Require()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_thread != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException($"The arena belongs to thread {_thread}, and thread {Environment.CurrentManagedThreadId} used it. Give each thread an arena of its own (rule SLAB201).");
    }

    private readonly struct Chunk(byte* start, nuint bytes)
    {
        public byte* Start { get; } = start;

        public nuint Bytes { get; } = bytes;
    }
}
