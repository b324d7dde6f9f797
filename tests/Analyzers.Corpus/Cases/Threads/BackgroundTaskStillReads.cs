// Source: dotnet/runtime pull request 117207
// Sending goes on in a task that nobody awaits; disposing the stream returns the buffer that the task still reads.
// Limit: which of two methods of a type runs last is not known.
using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Buggy
{
    sealed class RequestStream(Stream inner) : IDisposable
    {
        private byte[]? _send = ArrayPool<byte>.Shared.Rent(4096);

        public void Start() => _ = SendAsync();

        private async Task SendAsync()
        {
            byte[] send = _send!;
            while (true) await inner.WriteAsync(send);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _send, null) is { } send) {|NotFound:ArrayPool<byte>.Shared.Return(send)|};
        }
    }
}

namespace Mended
{
    sealed class RequestStream(Stream inner) : IAsyncDisposable
    {
        private byte[]? _send = ArrayPool<byte>.Shared.Rent(4096);
        private Task _sending = Task.CompletedTask;
        private volatile bool _stopped;

        public void Start() => _sending = SendAsync();

        private async Task SendAsync()
        {
            byte[] send = _send!;
            while (!_stopped) await inner.WriteAsync(send);
        }

        public async ValueTask DisposeAsync()
        {
            _stopped = true;
            await _sending;
            if (Interlocked.Exchange(ref _send, null) is { } send) ArrayPool<byte>.Shared.Return(send);
        }
    }
}
