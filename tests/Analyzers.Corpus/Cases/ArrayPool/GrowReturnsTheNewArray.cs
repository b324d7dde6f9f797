// Source: dotnet/coreclr pull request 15104
// A string builder on the stack grew by renting a larger array, and then returned that one instead of the old one: it went on writing
// into an array that anybody could rent.
using System;
using System.Buffers;

namespace Buggy
{
    ref struct TextBuilder
    {
        private Span<char> _chars;
        private char[]? _rented;
        private int _length;

        public TextBuilder(Span<char> initial) => _chars = initial;

        public void Append(char c)
        {
            if (_length == _chars.Length) Grow();
            _chars[_length++] = c;
        }

        private void Grow()
        {
            char[] larger = ArrayPool<char>.Shared.Rent(_chars.Length * 2);
            _chars.CopyTo(larger);
            _chars = _rented = larger;
            {|SLAB116:ArrayPool<char>.Shared.Return(larger)|};
        }

        public void Dispose()
        {
            char[]? rented = _rented;
            this = default;
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }
}

namespace Mended
{
    ref struct TextBuilder
    {
        private Span<char> _chars;
        private char[]? _rented;
        private int _length;

        public TextBuilder(Span<char> initial) => _chars = initial;

        public void Append(char c)
        {
            if (_length == _chars.Length) Grow();
            _chars[_length++] = c;
        }

        private void Grow()
        {
            char[] larger = ArrayPool<char>.Shared.Rent(_chars.Length * 2);
            _chars.CopyTo(larger);
            char[]? old = _rented;
            _chars = _rented = larger;
            if (old is not null) ArrayPool<char>.Shared.Return(old);
        }

        public void Dispose()
        {
            char[]? rented = _rented;
            this = default;
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }
}
