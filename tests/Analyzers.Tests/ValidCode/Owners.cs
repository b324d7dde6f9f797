using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Valid;

/// <summary>Passes ownership through constructors, fields, results and collections.</summary>
public sealed class Lease : IDisposable
{
    private byte[]? _array;

    private Lease(byte[] array, int length)
    {
        _array = array;
        Length = length;
    }

    public int Length { get; }

    public Span<byte> Span => _array.AsSpan(0, Length);

    public static Lease Rent(int length)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return new Lease(array, length);
    }

    public static bool TryRead(Stream stream, int length, [NotNullWhen(true)] out Lease? lease)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(length);
        if (stream.ReadAtLeast(array.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
        {
            ArrayPool<byte>.Shared.Return(array);
            lease = null;
            return false;
        }

        lease = new Lease(array, length);
        return true;
    }

    public void Dispose()
    {
        if (_array is not { } array) return;
        _array = null;
        ArrayPool<byte>.Shared.Return(array);
    }
}

public sealed class Chunks : IDisposable
{
    private readonly List<byte[]> _chunks = [];
    private readonly Queue<ArraySegment<byte>> _ready = new();
    private byte[] _current = ArrayPool<byte>.Shared.Rent(4096);
    private bool _disposed;

    public void Add(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            byte[] chunk = ArrayPool<byte>.Shared.Rent(4096);
            int count = Math.Min(chunk.Length, data.Length);
            data[..count].CopyTo(chunk);
            data = data[count..];
            _chunks.Add(chunk);
            _ready.Enqueue(new ArraySegment<byte>(chunk, 0, count));
        }
    }

    public void Swap(int size)
    {
        byte[] next = ArrayPool<byte>.Shared.Rent(size);
        (_current, next) = (next, _current);
        ArrayPool<byte>.Shared.Return(next);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (byte[] chunk in _chunks) ArrayPool<byte>.Shared.Return(chunk);
        _chunks.Clear();
        ArrayPool<byte>.Shared.Return(_current);
    }
}

public static class Guarded
{
    [DoesNotReturn]
    private static void Fail(string message) => throw new InvalidOperationException(message);

    public static int Sum(int[] values, int limit)
    {
        int[] copy = ArrayPool<int>.Shared.Rent(values.Length);
        if (copy.Length < limit) Fail("too short");
        Debug.Assert(copy.Length >= values.Length);
        values.CopyTo(copy, 0);
        int sum = 0;
        foreach (int value in copy.AsSpan(0, values.Length)) sum += value;
        ArrayPool<int>.Shared.Return(copy);
        return sum;
    }

    public static async Task<int> RetryAsync(Func<Memory<byte>, Task<int>> operation, int attempts)
    {
        byte[]? buffer = null;
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                buffer ??= ArrayPool<byte>.Shared.Rent(128 * attempt);
                int result = await operation(buffer);
                if (result >= 0 || attempt == attempts) return result;
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = null;
            }
        }
        finally
        {
            if (buffer != null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static IEnumerable<int> Lines(TextReader reader)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(80);
        try
        {
            int read;
            while ((read = reader.Read(buffer, 0, buffer.Length)) > 0) yield return read;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    public static void InParallel(int n)
    {
        Parallel.For(0, n, i =>
        {
            byte[] scratch = ArrayPool<byte>.Shared.Rent(i + 1);
            scratch[i] = 1;
            ArrayPool<byte>.Shared.Return(scratch);
        });

        byte[] shared = ArrayPool<byte>.Shared.Rent(n);
        Task.Run(() => ArrayPool<byte>.Shared.Return(shared)).Wait();
    }

    public static int State(int state, byte[]? input)
    {
        byte[]? work = null;
        int result;
        switch (state)
        {
            case 0:
                result = 0;
                break;
            case 1 when input is null:
                work = ArrayPool<byte>.Shared.Rent(16);
                goto case 2;
            case 2:
                result = (work ?? input ?? []).Length;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state));
        }

        if (work is not null) ArrayPool<byte>.Shared.Return(work);
        return result;
    }
}
