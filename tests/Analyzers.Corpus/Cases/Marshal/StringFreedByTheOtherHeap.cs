// Source: mono/mono pull request 13687
// A test made a string on the COM task heap and freed it with the function of the global one, which corrupted the heap.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Roundtrip
    {
        public static string? Of(string text)
        {
            nint native = Marshal.StringToCoTaskMemUTF8(text);
            try
            {
                return Marshal.PtrToStringUTF8(native);
            }
            finally
            {
                {|SLAB104:Marshal.FreeHGlobal(native)|};
            }
        }
    }
}

namespace Mended
{
    static class Roundtrip
    {
        public static string? Of(string text)
        {
            nint native = Marshal.StringToCoTaskMemUTF8(text);
            try
            {
                return Marshal.PtrToStringUTF8(native);
            }
            finally
            {
                Marshal.FreeCoTaskMem(native);
            }
        }
    }
}
