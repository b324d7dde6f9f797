// Source: Sergio0694/ComputeSharp pull request 564
// A buffer is pinned for a native call that fills it, and read; giving it back was forgotten.
using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Buggy
{
    static unsafe class Shaders
    {
        [DllImport("d2d")] private static extern int GetValue(int index, byte* data, uint size);

        public static int FirstConstant(int size)
        {
            if (size == 0) return 0;
            byte[] buffer = {|SLAB101:ArrayPool<byte>.Shared.Rent(size)|};
            fixed (byte* p = buffer)
            {
                Marshal.ThrowExceptionForHR(GetValue(0, p, (uint)size));
            }

            int constant = BitConverter.ToInt32(buffer.AsSpan(0, size));
            return constant;
        }
    }
}

namespace Mended
{
    static unsafe class Shaders
    {
        [DllImport("d2d")] private static extern int GetValue(int index, byte* data, uint size);

        public static int FirstConstant(int size)
        {
            if (size == 0) return 0;
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            fixed (byte* p = buffer)
            {
                Marshal.ThrowExceptionForHR(GetValue(0, p, (uint)size));
            }

            int constant = BitConverter.ToInt32(buffer.AsSpan(0, size));
            ArrayPool<byte>.Shared.Return(buffer);
            return constant;
        }
    }
}
