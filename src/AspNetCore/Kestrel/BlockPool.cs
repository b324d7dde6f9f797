using System.Buffers;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>A server's memory pool: it counts what it rents, and has its blocks in common with the other pools of the process.</summary>
/// <param name="owner">Who asked for the pool, for metrics.</param>
internal sealed class BlockPool(string owner) : MemoryPool<byte>
{
    private readonly StripedCount _rents = new();
    private bool _isDisposed;

    public string Owner { get; } = owner;

    public override int MaxBufferSize => PinnedBlock.Bytes;

    /// <summary>Bytes rented since the start.</summary>
    public long RentedBytes => _rents.Sum * PinnedBlock.Bytes;

    /// <exception cref="ArgumentOutOfRangeException">The size is less than -1, or more than a block has: Kestrel then rents an array elsewhere.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    [return: ReturnsOwned]
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(minBufferSize, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, PinnedBlock.Bytes);
        _rents.Increment();
        return PinnedBlock.Rent();
    }

    /// <summary>Further rents throw; blocks that are out stay good and can be given back.</summary>
    protected override void Dispose(bool disposing) => _isDisposed = true;
}
