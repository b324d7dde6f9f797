// Source: json-everything/json-everything issue 849
// Each segment of a path was escaped in memory that was rented for it, in a loop, and never disposed.
using System;
using System.Buffers;
using System.Text;

namespace Buggy
{
    static class Pointer
    {
        public static string Join(string[] segments)
        {
            StringBuilder text = new();
            foreach (string segment in segments)
            {
                var owner = {|SLAB101:MemoryPool<char>.Shared.Rent(segment.Length * 2)|};
                Span<char> escaped = owner.Memory.Span;
                int length = 0;
                foreach (char c in segment)
                {
                    if (c is '~' or '/') escaped[length++] = '~';
                    escaped[length++] = c;
                }

                text.Append('/').Append(escaped[..length]);
            }

            return text.ToString();
        }
    }
}

namespace Mended
{
    static class Pointer
    {
        public static string Join(string[] segments)
        {
            StringBuilder text = new();
            foreach (string segment in segments)
            {
                using var owner = MemoryPool<char>.Shared.Rent(segment.Length * 2);
                Span<char> escaped = owner.Memory.Span;
                int length = 0;
                foreach (char c in segment)
                {
                    if (c is '~' or '/') escaped[length++] = '~';
                    escaped[length++] = c;
                }

                text.Append('/').Append(escaped[..length]);
            }

            return text.ToString();
        }
    }
}
