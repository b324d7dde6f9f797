using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Valid;

public static class Hex
{
    public static string Encode(ReadOnlySpan<byte> data)
    {
        int length = data.Length * 2;
        char[]? rented = null;
        Span<char> text = length <= 256 ? stackalloc char[256] : (rented = ArrayPool<char>.Shared.Rent(length));
        try
        {
            for (int i = 0; i < data.Length; i++) data[i].TryFormat(text.Slice(i * 2), out _, "x2");
            return new string(text[..length]);
        }
        finally
        {
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }

    public static bool TryDecode(string text, Stream destination)
    {
        if ((text.Length & 1) != 0) return false;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(text.Length / 2);
        bool ok = true;
        for (int i = 0; i < text.Length / 2; i++)
        {
            if (byte.TryParse(text.AsSpan(i * 2, 2), System.Globalization.NumberStyles.HexNumber, null, out buffer[i])) continue;
            ok = false;
            break;
        }

        if (ok) destination.Write(buffer, 0, text.Length / 2);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: !ok);
        return ok;
    }
}

/// <summary>Owns its array and grows it.</summary>
public sealed class GrowingWriter(ArrayPool<byte> pool) : IBufferWriter<byte>, IDisposable
{
    private byte[]? _buffer = pool.Rent(256);
    private int _count;

    public ReadOnlyMemory<byte> Written => Buffer.AsMemory(0, _count);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(GrowingWriter));

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return Buffer.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        byte[]? buffer = Interlocked.Exchange(ref _buffer, null);
        if (buffer is not null) pool.Return(buffer);
    }

    private void Ensure(int sizeHint)
    {
        if (Buffer.Length - _count >= Math.Max(1, sizeHint)) return;
        byte[] old = Buffer;
        byte[] larger = pool.Rent(Math.Max(old.Length * 2, _count + sizeHint));
        old.AsSpan(0, _count).CopyTo(larger);
        _buffer = larger;
        pool.Return(old);
    }
}

public ref struct ValueWriter
{
    private Span<char> _span;
    private char[]? _rented;
    private int _length;

    public ValueWriter(Span<char> initial)
    {
        _span = initial;
        _rented = null;
        _length = 0;
    }

    public void Append(char value)
    {
        if (_length == _span.Length) Grow(1);
        _span[_length++] = value;
    }

    public string Finish()
    {
        string text = _span[.._length].ToString();
        Dispose();
        return text;
    }

    public void Dispose()
    {
        char[]? back = _rented;
        this = default;
        if (back != null) ArrayPool<char>.Shared.Return(back);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int extra)
    {
        char[] next = ArrayPool<char>.Shared.Rent(Math.Max(_length + extra, _span.Length * 2));
        _span[.._length].CopyTo(next);
        char[]? back = _rented;
        _span = _rented = next;
        if (back != null) ArrayPool<char>.Shared.Return(back);
    }
}

public static class Streams
{
    public static async ValueTask<long> CopyAsync(Stream from, Stream to, IProgress<long>? progress, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(32_768);
        long total = 0;
        try
        {
            while (true)
            {
                int read = await from.ReadAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false);
                if (read == 0) return total;
                await to.WriteAsync(new ReadOnlyMemory<byte>(buffer, 0, read), cancellation).ConfigureAwait(false);
                total += read;
                progress?.Report(total);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static byte[] ReadToEnd(Stream stream)
    {
        ArrayPool<byte> pool = ArrayPool<byte>.Shared;
        byte[] buffer = pool.Rent(1024);
        int count = 0;
        while (true)
        {
            if (count == buffer.Length)
            {
                byte[] larger = pool.Rent(buffer.Length * 2);
                Buffer.BlockCopy(buffer, 0, larger, 0, count);
                byte[] old = buffer;
                buffer = larger;
                pool.Return(old);
            }

            int read = stream.Read(buffer, count, buffer.Length - count);
            if (read <= 0) break;
            count += read;
        }

        byte[] result = buffer.AsSpan(0, count).ToArray();
        pool.Return(buffer);
        return result;
    }

    public static int Send(Stream stream, ReadOnlySequence<byte> sequence)
    {
        byte[]? rented = null;
        try
        {
            ReadOnlySpan<byte> span;
            if (sequence.IsSingleSegment)
            {
                span = sequence.FirstSpan;
            }
            else
            {
                int length = checked((int)sequence.Length);
                rented = ArrayPool<byte>.Shared.Rent(length);
                sequence.CopyTo(rented);
                span = rented.AsSpan(0, length);
            }

            stream.Write(span);
            return span.Length;
        }
        catch (IOException) when (rented is null)
        {
            return -1;
        }
        finally
        {
            if (rented != null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static string Decode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        int max = encoding.GetMaxCharCount(bytes.Length);
        bool pooled = max > 512;
        char[] array = pooled ? ArrayPool<char>.Shared.Rent(max) : new char[max];
        int count = encoding.GetChars(bytes, array);
        string text = new(array, 0, count);
        if (pooled) ArrayPool<char>.Shared.Return(array);
        return text;
    }

    public static bool TryFormat<T>(T value, Span<char> destination, out int written) where T : ISpanFormattable
    {
        char[] scratch = ArrayPool<char>.Shared.Rent(64);
        try
        {
            for (; ; )
            {
                if (value.TryFormat(scratch, out written, default, null)) break;
                char[] larger = ArrayPool<char>.Shared.Rent(scratch.Length * 2);
                ArrayPool<char>.Shared.Return(scratch);
                scratch = larger;
            }

            return scratch.AsSpan(0, written).TryCopyTo(destination);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(scratch);
        }
    }
}
