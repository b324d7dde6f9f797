// Source: openai/openai-dotnet issue 319
// An enumerator over web socket messages rents its receive buffer when it is made; its disposal closes the socket and forgets the buffer.
using System;
using System.Buffers;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;

namespace Buggy
{
    sealed class Messages(WebSocket socket) : IAsyncDisposable
    {
        private readonly byte[] _receive = {|SLAB112:ArrayPool<byte>.Shared.Rent(18 * 1024)|};

        public async Task<int> NextAsync(CancellationToken token)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(_receive.AsMemory(), token);
            return result.Count;
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return default;
        }
    }
}

namespace Mended
{
    sealed class Messages(WebSocket socket) : IAsyncDisposable
    {
        private byte[]? _receive = ArrayPool<byte>.Shared.Rent(18 * 1024);

        public async Task<int> NextAsync(CancellationToken token)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(_receive.AsMemory(), token);
            return result.Count;
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            if (Interlocked.Exchange(ref _receive, null) is { } receive) ArrayPool<byte>.Shared.Return(receive);
            return default;
        }
    }
}
