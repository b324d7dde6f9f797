// Source: dotnet/coreclr pull request 22901
// While a file is read into a growing buffer, the old array goes back before the variable that the finally block returns is replaced.
// What throws in between makes the finally block return it again.
using System;
using System.Buffers;
using System.IO;

namespace Buggy
{
    static class ProcFile
    {
        public static int CountLines(Stream file)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(256);
            int read = 0;
            try
            {
                while (true)
                {
                    if (read == rented.Length)
                    {
                        int old = rented.Length;
                        ArrayPool<byte>.Shared.Return(rented);
                        rented = ArrayPool<byte>.Shared.Rent(old * 2);
                    }

                    int n = file.Read(rented.AsSpan(read));
                    if (n == 0) return rented.AsSpan(0, read).Count((byte)'\n');
                    read += n;
                }
            }
            finally
            {
                {|SLAB102:ArrayPool<byte>.Shared.Return(rented)|};
            }
        }
    }
}

namespace Mended
{
    static class ProcFile
    {
        public static int CountLines(Stream file)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(256);
            int read = 0;
            try
            {
                while (true)
                {
                    if (read == rented.Length)
                    {
                        byte[] larger = ArrayPool<byte>.Shared.Rent(rented.Length * 2);
                        rented.AsSpan(0, read).CopyTo(larger);
                        byte[] old = rented;
                        rented = larger;
                        ArrayPool<byte>.Shared.Return(old);
                    }

                    int n = file.Read(rented.AsSpan(read));
                    if (n == 0) return rented.AsSpan(0, read).Count((byte)'\n');
                    read += n;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
