using Xunit;

namespace Slabwise.Analyzers.Tests.Fields;

/// <summary>Shapes that real reports had, whose return and use lie in different methods.</summary>
public sealed class HelperTests
{
    [Fact]
    public Task Growing_that_returns_the_new_array_is_reported() => FieldTest.SourceAsync("SLAB116", """
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
                [|ArrayPool<char>.Shared.Return(larger)|];
            }
            public void Dispose()
            {
                char[]? rented = _rented;
                this = default;
                if (rented is not null) ArrayPool<char>.Shared.Return(rented);
            }
        }
        """);

    [Fact]
    public Task A_scratch_that_stays_after_its_return_is_reported() => FieldTest.SourceAsync("SLAB116", """
        sealed class Parser
        {
            private byte[] _scratch = new byte[64];
            public int Read(ReadOnlySpan<byte> packet, int length)
            {
                if (_scratch.Length < length)
                {
                    _scratch = ArrayPool<byte>.Shared.Rent(length);
                    packet[..length].CopyTo(_scratch);
                    int first = _scratch[0];
                    [|ArrayPool<byte>.Shared.Return(_scratch)|];
                    return first;
                }
                packet[..length].CopyTo(_scratch);
                return _scratch[0];
            }
        }
        """);

    [Fact]
    public Task A_helper_that_leaves_the_field_is_to_blame() => FieldTest.MembersAsync("SLAB116", """
        public byte Last() { Give(); return _buf[0]; }
        void Give() { [|Pool.Return(_buf)|]; }
        public void Dispose() { if (_buf != null) { Pool.Return(_buf); _buf = null!; } }
        """);

    [Theory]
    [InlineData("public void Write(int n) { if (_count > 8) { Pool.Return(_buf); _count = 0; _buf = null!; } if (_buf == null) _buf = Pool.Rent(n); _buf[_count++] = 1; }")]
    [InlineData("bool _idle; public void Rest() { Pool.Return(_buf); _idle = true; } public void Write(int n) { if (_idle) { _buf = Pool.Rent(n); _idle = false; } _buf[_count++] = 1; }")]
    [InlineData("public void Rest(Stream s) { bool done = s.CanRead; if (done) Pool.Return(_buf); else _buf[0] = 1; if (!done) _buf[1] = 1; if (done) _buf = null!; }")]
    [InlineData("public void GlobalCleanup() { Pool.Return(_buf); } public byte Run() => _buf[0];")]
    [InlineData("public void Loop(Stream s) { while (s.CanRead) { _buf = Pool.Rent(9); s.Write(_buf); Pool.Return(_buf); } _buf = null!; }")]
    public Task Returns_under_a_condition_that_later_code_knows_are_silent(string members) => FieldTest.MembersAsync("SLAB116", members
        + " public void Dispose() { var b = _buf; _buf = null!; if (b != null && _count >= 0) Pool.Return(b); }");
}
