// Source: kant2002/WinFormsComInterop pull request 13
// The wrapper that a generator writes around a COM call converts a string for it, and leaves the copy to nobody.
using System.Runtime.InteropServices;

namespace Buggy
{
    static unsafe class StreamProxy
    {
        public static void Seek(nint self, long move, string origin)
        {
            nint* table = *(nint**)self;
            nint text = {|SLAB101:Marshal.StringToCoTaskMemUni(origin)|};
            int result = ((delegate* unmanaged<nint, long, nint, int>)table[3])(self, move, text);
            if (result != 0) Marshal.ThrowExceptionForHR(result);
        }
    }
}

namespace Mended
{
    static unsafe class StreamProxy
    {
        public static void Seek(nint self, long move, string origin)
        {
            nint* table = *(nint**)self;
            nint text = Marshal.StringToCoTaskMemUni(origin);
            int result = ((delegate* unmanaged<nint, long, nint, int>)table[3])(self, move, text);
            if (result != 0) Marshal.ThrowExceptionForHR(result);
            Marshal.FreeCoTaskMem(text);
        }
    }
}
