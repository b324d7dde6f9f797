// Source: Cysharp/Ulid pull request 96
// An identifier of sixteen bytes is made of a rental of sixteen bytes, which may be longer: the constructor throws then.
// Limit: the pools of today give exactly sixteen; that the package for the old framework may give more is not known.
using System;
using System.Buffers;

namespace Buggy
{
    static class Identifiers
    {
        public static Guid ToGuid(ReadOnlySpan<byte> id)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
            try
            {
                id.CopyTo(buffer);
                return new Guid({|NotFound:buffer|});
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}

namespace Mended
{
    static class Identifiers
    {
        public static Guid ToGuid(ReadOnlySpan<byte> id)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
            try
            {
                id.CopyTo(buffer);
                return new Guid(buffer.AsSpan(0, 16));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
