// Source: aspnet/KestrelHttpServer pull request 553
// Two pointers with similar names: the free got the one that was zero, and the memory was lost.
// Limit: a delegate may keep what it is given, so passing the rental on ends the search for leaks.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Requests
    {
        public static int Pin(Func<nint, int> submit)
        {
            nint copy = 0;
            nint memory = {|NotFound:Marshal.AllocHGlobal(256)|};
            try
            {
                return submit(memory);
            }
            finally
            {
                Marshal.FreeHGlobal(copy);
            }
        }
    }
}

namespace Mended
{
    static class Requests
    {
        public static int Pin(Func<nint, int> submit)
        {
            nint memory = Marshal.AllocHGlobal(256);
            try
            {
                return submit(memory);
            }
            finally
            {
                Marshal.FreeHGlobal(memory);
            }
        }
    }
}
