// Source: dotnet/corefx pull request 37547
// A helper grows a caller's array: it returned the old one first and rented second. Where the rent throws, the caller's finally block
// returns the old array again.
using System;
using System.Buffers;
using System.IO;

namespace Buggy
{
    static class EntryNames
    {
        public static int Longest(string[] paths)
        {
            char[] buffer = ArrayPool<char>.Shared.Rent(260);
            try
            {
                int longest = 0;
                foreach (string path in paths)
                {
                    if (path.Length > buffer.Length)
                    {
                        ArrayPool<char>.Shared.Return(buffer);
                        buffer = ArrayPool<char>.Shared.Rent(path.Length);
                    }

                    path.CopyTo(buffer);
                    longest = Math.Max(longest, Path.GetFileName(buffer.AsSpan(0, path.Length)).Length);
                }

                return longest;
            }
            finally
            {
                {|SLAB102:ArrayPool<char>.Shared.Return(buffer)|};
            }
        }
    }
}

namespace Mended
{
    static class EntryNames
    {
        public static int Longest(string[] paths)
        {
            char[] buffer = ArrayPool<char>.Shared.Rent(260);
            try
            {
                int longest = 0;
                foreach (string path in paths)
                {
                    if (path.Length > buffer.Length)
                    {
                        char[] small = buffer;
                        buffer = ArrayPool<char>.Shared.Rent(path.Length);
                        ArrayPool<char>.Shared.Return(small);
                    }

                    path.CopyTo(buffer);
                    longest = Math.Max(longest, Path.GetFileName(buffer.AsSpan(0, path.Length)).Length);
                }

                return longest;
            }
            finally
            {
                ArrayPool<char>.Shared.Return(buffer);
            }
        }
    }
}
