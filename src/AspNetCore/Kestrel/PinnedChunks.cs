namespace Slabwise.AspNetCore.Kestrel;

/// <summary>Chunks of blocks. Asked when a block is made or dropped, not when it is rented or returned.</summary>
internal sealed class PinnedChunks
{
    public static readonly PinnedChunks OfProcess = new();

    private readonly Lock _gate = new();

    // In the order in which they were made: new blocks come from the oldest, so that the youngest empty and go.
    private readonly List<PinnedChunk> _chunks = [];

    /// <summary>A block was taken or given back. Raised without the lock.</summary>
    public event Action? Changed;

    public int Count
    {
        get
        {
            lock (_gate) return _chunks.Count;
        }
    }

    public PinnedChunk Take(out int block)
    {
        PinnedChunk? chunk;
        lock (_gate)
        {
            chunk = _chunks.Find(some => !some.IsFull);
            if (chunk is null) _chunks.Add(chunk = new PinnedChunk());
            block = chunk.Take();
        }

        Changed?.Invoke();
        return chunk;
    }

    /// <summary>Takes a block back, whose pages go to the system at once; its chunk goes to the collector with the last of its blocks.</summary>
    public void GiveBack(PinnedChunk chunk, int block)
    {
        chunk.Discard(block);    // while it is nobody else's
        lock (_gate)
        {
            chunk.GiveBack(block);
            if (chunk.IsEmpty) _chunks.Remove(chunk);
        }

        Changed?.Invoke();
    }
}
