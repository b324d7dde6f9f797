// Source: UlyssesWu/FreeMote issue 160
// The pool gives at least what one asks for. The whole array was written out, and the file ended with parts of other files.
using System;
using System.Buffers;
using System.IO;

namespace Buggy
{
    static class Unpacker
    {
        public static void Unpack(Stream packed, int originalLength, string target)
        {
            byte[] plain = ArrayPool<byte>.Shared.Rent(originalLength);
            packed.ReadExactly(plain, 0, originalLength);
            using FileStream file = File.Create(target);
            file.Write(plain, 0, {|SLAB113:plain.Length|});
            ArrayPool<byte>.Shared.Return(plain);
        }
    }
}

namespace Mended
{
    static class Unpacker
    {
        public static void Unpack(Stream packed, int originalLength, string target)
        {
            byte[] plain = ArrayPool<byte>.Shared.Rent(originalLength);
            packed.ReadExactly(plain, 0, originalLength);
            using FileStream file = File.Create(target);
            file.Write(plain, 0, originalLength);
            ArrayPool<byte>.Shared.Return(plain);
        }
    }
}
