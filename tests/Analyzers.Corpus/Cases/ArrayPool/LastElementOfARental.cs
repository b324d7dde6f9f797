// Source: ppy/osu-framework pull request 4902
// The height of a container was read with the index from the end, which counts from the end of the rented array, not of the rows.
using System;
using System.Buffers;

namespace Buggy
{
    static class FlowLayout
    {
        public static float Height(ReadOnlySpan<float> rows)
        {
            float[] offsets = ArrayPool<float>.Shared.Rent(rows.Length + 1);
            offsets[0] = 0;
            for (int i = 0; i < rows.Length; i++) offsets[i + 1] = offsets[i] + rows[i];
            float height = {|SLAB113:offsets[^1]|};
            ArrayPool<float>.Shared.Return(offsets);
            return height;
        }
    }
}

namespace Mended
{
    static class FlowLayout
    {
        public static float Height(ReadOnlySpan<float> rows)
        {
            float[] offsets = ArrayPool<float>.Shared.Rent(rows.Length + 1);
            offsets[0] = 0;
            for (int i = 0; i < rows.Length; i++) offsets[i + 1] = offsets[i] + rows[i];
            float height = offsets[rows.Length];
            ArrayPool<float>.Shared.Return(offsets);
            return height;
        }
    }
}
