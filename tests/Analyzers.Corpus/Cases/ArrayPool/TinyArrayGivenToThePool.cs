// Source: dotnet/corefx issue 5949
// An array that never came from the pool was put into it. It was shorter than its bucket, and the next renter got too little.
using System.Buffers;

namespace Buggy
{
    static class Frames
    {
        public static int Send(bool empty)
        {
            byte[] frame;
            if (empty)
            {
                frame = new byte[1];
                int sent = Put(frame);
                {|SLAB105:ArrayPool<byte>.Shared.Return(frame)|};
                return sent;
            }

            frame = ArrayPool<byte>.Shared.Rent(15);
            int all = Put(frame);
            ArrayPool<byte>.Shared.Return(frame);
            return all;
        }

        private static int Put(byte[] frame) => frame[0];
    }
}

namespace Mended
{
    static class Frames
    {
        public static int Send(bool empty)
        {
            if (empty) return Put(new byte[1]);

            byte[] frame = ArrayPool<byte>.Shared.Rent(15);
            int all = Put(frame);
            ArrayPool<byte>.Shared.Return(frame);
            return all;
        }

        private static int Put(byte[] frame) => frame[0];
    }
}
