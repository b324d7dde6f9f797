using System.Buffers;

namespace Slabwise.Heap;

/// <summary>What a <see cref="Memory{T}"/> of a writer refers to: it asks the writer for its buffer each time, which may have moved.</summary>
internal sealed unsafe class BufferView(SlabBufferWriter writer) : MemoryManager<byte>
{
    public bool IsDisposed { get; set; }

    public Memory<byte> Part(int start, int length) => CreateMemory(start, length);

    public override Span<byte> GetSpan() => writer.Whole;

    /// <summary>Native memory does not move by itself, but growing moves it: a pinned pointer is good until then.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        fixed (byte* start = writer.Whole[elementIndex..]) return new MemoryHandle(start, default, this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
