// Source: xupefei/Locale-Emulator pull request 325
// A structure for a native call is built in unmanaged memory on each call, and never freed.
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Loader
    {
        [DllImport("loader")] private static extern int create_process(nint environment);

        public static int Start(int codePage)
        {
            nint environment = {|SLAB101:Marshal.AllocHGlobal(64)|};
            Marshal.WriteInt32(environment, codePage);
            Marshal.WriteInt32(environment, 4, 0);
            return create_process(environment);
        }
    }
}

namespace Mended
{
    static class Loader
    {
        [DllImport("loader")] private static extern int create_process(nint environment);

        public static int Start(int codePage)
        {
            nint environment = Marshal.AllocHGlobal(64);
            try
            {
                Marshal.WriteInt32(environment, codePage);
                Marshal.WriteInt32(environment, 4, 0);
                return create_process(environment);
            }
            finally
            {
                Marshal.FreeHGlobal(environment);
            }
        }
    }
}
