// Source: dotnet/corefx pull request 37270
// A parser's scratch field was replaced by a rented array where a string was long. The array went back at the end of the method, but
// stayed in the field, and the next short string was read into somebody else's array.
using System;
using System.Buffers;
using System.Text;

namespace Buggy
{
    sealed class Parser
    {
        private byte[] _scratch = new byte[64];

        public string ReadText(ReadOnlySpan<byte> packet, int length)
        {
            if (_scratch.Length < length)
            {
                _scratch = ArrayPool<byte>.Shared.Rent(length);
                packet[..length].CopyTo(_scratch);
                string text = Encoding.Unicode.GetString(_scratch, 0, length);
                {|SLAB116:ArrayPool<byte>.Shared.Return(_scratch)|};
                return text;
            }

            packet[..length].CopyTo(_scratch);
            return Encoding.Unicode.GetString(_scratch, 0, length);
        }
    }
}

namespace Mended
{
    sealed class Parser
    {
        private readonly byte[] _scratch = new byte[64];

        public string ReadText(ReadOnlySpan<byte> packet, int length)
        {
            byte[]? rented = null;
            byte[] scratch = _scratch;
            if (scratch.Length < length) scratch = rented = ArrayPool<byte>.Shared.Rent(length);

            packet[..length].CopyTo(scratch);
            string text = Encoding.Unicode.GetString(scratch, 0, length);
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
            return text;
        }
    }
}
