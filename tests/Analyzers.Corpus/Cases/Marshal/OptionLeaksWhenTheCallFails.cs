// Source: zeromq/clrzmq issue 6
// A socket option is copied to unmanaged memory. Where the native call says no, the exception leaves before the memory is freed.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Options
    {
        [DllImport("mq")] private static extern int set_option(nint socket, int option, nint value, int size);

        public static void Set(nint socket, int option, long value)
        {
            nint memory = {|SLAB111:Marshal.AllocHGlobal(sizeof(long))|};
            Marshal.WriteInt64(memory, value);
            if (set_option(socket, option, memory, sizeof(long)) != 0) throw new InvalidOperationException();
            Marshal.FreeHGlobal(memory);
        }
    }
}

namespace Mended
{
    static class Options
    {
        [DllImport("mq")] private static extern int set_option(nint socket, int option, nint value, int size);

        public static void Set(nint socket, int option, long value)
        {
            nint memory = Marshal.AllocHGlobal(sizeof(long));
            try
            {
                Marshal.WriteInt64(memory, value);
                if (set_option(socket, option, memory, sizeof(long)) != 0) throw new InvalidOperationException();
            }
            finally
            {
                Marshal.FreeHGlobal(memory);
            }
        }
    }
}
