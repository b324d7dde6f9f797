using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace RestaurantSearch.Load;

/// <summary>One kept-alive HTTP/1.1 connection: one request, one answer, no allocation.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[64 * 1024];

    public Connection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>Room for one request.</summary>
    public byte[] Request { get; } = new byte[4096];

    /// <summary>Sends what <see cref="Request"/> begins with and waits for the answer's body, valid until the next call.</summary>
    /// <exception cref="InvalidDataException">The server did not answer with 200 and a length.</exception>
    public ReadOnlySpan<byte> Send(int length)
    {
        _socket.Send(Request.AsSpan(0, length));
        int filled = 0;
        int headEnd;
        do
        {
            filled += Receive(filled);
            headEnd = _received.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (headEnd < 0);

        ReadOnlySpan<byte> head = _received.AsSpan(0, headEnd + 2);
        if (!head.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidDataException("The server refused a request.");
        int bodyStart = headEnd + 4;
        int bodyEnd = bodyStart + ContentLength(head);
        while (filled < bodyEnd)
            filled += Receive(filled);
        return _received.AsSpan(bodyStart..bodyEnd);
    }

    public void Dispose() => _socket.Dispose();

    private int Receive(int offset)
    {
        int count = _socket.Receive(_received.AsSpan(offset));
        return count > 0 ? count : throw new InvalidDataException("The server closed the connection.");
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = head.IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _))
            throw new InvalidDataException("The server's answer has no length.");
        return length;
    }
}
