// Source: dotnet/runtime pull request 92511
// A number parser rents where the text is too long for the stack. The branches that give up forgot the array; six of them were found.
using System;
using System.Buffers;
using System.Text;

namespace Buggy
{
    static class NumberText
    {
        public static bool TryParse(ReadOnlySpan<byte> utf8, out int value)
        {
            value = 0;
            char[]? rented = null;
            Span<char> text = utf8.Length <= 256 ? stackalloc char[256] : (rented = {|SLAB101:ArrayPool<char>.Shared.Rent(utf8.Length)|});
            if (!Encoding.UTF8.TryGetChars(utf8, text, out int count))
            {
                return false;
            }

            bool good = int.TryParse(text[..count], out value);
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
            return good;
        }
    }
}

namespace Mended
{
    static class NumberText
    {
        public static bool TryParse(ReadOnlySpan<byte> utf8, out int value)
        {
            value = 0;
            char[]? rented = null;
            Span<char> text = utf8.Length <= 256 ? stackalloc char[256] : (rented = ArrayPool<char>.Shared.Rent(utf8.Length));
            if (!Encoding.UTF8.TryGetChars(utf8, text, out int count))
            {
                if (rented is not null) ArrayPool<char>.Shared.Return(rented);
                return false;
            }

            bool good = int.TryParse(text[..count], out value);
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
            return good;
        }
    }
}
