using System.Buffers;

namespace Slabwise.AspNetCore.Kestrel;

/// <summary>A server's memory pool. Its blocks it has in common with the other pools of the process.</summary>
/// <param name="rents">What counts the rents of the pool's owner.</param>
internal sealed class BlockPool(StripedCount rents) : MemoryPool<byte>
{
    private bool _isDisposed;

    public override int MaxBufferSize => PinnedBlock.Bytes;

    /// <exception cref="ArgumentOutOfRangeException">The size is less than -1, or more than a block has: Kestrel then rents an array elsewhere.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    [return: ReturnsOwned]
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(minBufferSize, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, PinnedBlock.Bytes);
        rents.Increment();
        return PinnedBlock.Rent();
    }

    /// <summary>Further rents throw; blocks that are out stay good and can be given back.</summary>
    protected override void Dispose(bool disposing) => _isDisposed = true;
}
