// Source: dotnet/dotnet-api-docs pull request 8695
// A sample showed a string's pointer to be unchanged after it was freed, and read the text through it once more.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Sample
    {
        public static string? Show(string text)
        {
            nint pointer = Marshal.StringToHGlobalAnsi(text);
            Marshal.FreeHGlobal(pointer);
            return {|SLAB103:Marshal.PtrToStringAnsi(pointer)|};
        }
    }
}

namespace Mended
{
    static class Sample
    {
        public static string? Show(string text)
        {
            nint pointer = Marshal.StringToHGlobalAnsi(text);
            try
            {
                return Marshal.PtrToStringAnsi(pointer);
            }
            finally
            {
                Marshal.FreeHGlobal(pointer);
            }
        }
    }
}
