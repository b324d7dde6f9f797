// Source: microsoft/clrmd pull request 332
// A string was made of a rented array as a whole: zeros, and what the last renter had left, came after the text.
using System;
using System.Buffers;

namespace Buggy
{
    static class TargetMemory
    {
        public static string ReadString(ReadOnlySpan<char> memory, int length)
        {
            char[] chars = ArrayPool<char>.Shared.Rent(length);
            try
            {
                memory[..length].CopyTo(chars);
                return {|SLAB113:new string(chars)|};
            }
            finally
            {
                ArrayPool<char>.Shared.Return(chars);
            }
        }
    }
}

namespace Mended
{
    static class TargetMemory
    {
        public static string ReadString(ReadOnlySpan<char> memory, int length)
        {
            char[] chars = ArrayPool<char>.Shared.Rent(length);
            try
            {
                memory[..length].CopyTo(chars);
                return new string(chars, 0, length);
            }
            finally
            {
                ArrayPool<char>.Shared.Return(chars);
            }
        }
    }
}
