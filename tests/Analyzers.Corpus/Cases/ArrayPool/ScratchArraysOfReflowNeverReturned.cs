// Source: benyblack/NovaTerminal issue 122
// A terminal rents two arrays for each change of its width, to keep them off the large object heap, and returns neither.
using System;
using System.Buffers;

namespace Buggy
{
    static class Reflow
    {
        public static int Measure(ReadOnlySpan<int> widths, int columns)
        {
            int[] starts = {|SLAB101:ArrayPool<int>.Shared.Rent(widths.Length)|};
            bool[] wrapped = {|SLAB101:ArrayPool<bool>.Shared.Rent(widths.Length)|};
            int lines = 0, at = 0;
            for (int i = 0; i < widths.Length; i++)
            {
                starts[i] = at;
                wrapped[i] = at + widths[i] > columns;
                if (wrapped[i]) lines++;
                at = wrapped[i] ? 0 : at + widths[i];
            }

            return lines;
        }
    }
}

namespace Mended
{
    static class Reflow
    {
        public static int Measure(ReadOnlySpan<int> widths, int columns)
        {
            int[] starts = ArrayPool<int>.Shared.Rent(widths.Length);
            bool[] wrapped = ArrayPool<bool>.Shared.Rent(widths.Length);
            try
            {
                int lines = 0, at = 0;
                for (int i = 0; i < widths.Length; i++)
                {
                    starts[i] = at;
                    wrapped[i] = at + widths[i] > columns;
                    if (wrapped[i]) lines++;
                    at = wrapped[i] ? 0 : at + widths[i];
                }

                return lines;
            }
            finally
            {
                ArrayPool<bool>.Shared.Return(wrapped);
                ArrayPool<int>.Shared.Return(starts);
            }
        }
    }
}
