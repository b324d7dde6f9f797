// Source: dotnet/runtime issue 126908
// A marshaller allocates, converts, and returns the memory. Where the conversion throws, nobody has it.
// Limit: a delegate may keep what it is given, so passing the rental on ends the search for leaks.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Converter
    {
        public static nint ToNative(object value, Action<object, nint> convert)
        {
            nint native = {|NotFound:Marshal.AllocCoTaskMem(Marshal.SizeOf(value))|};
            convert(value, native);
            return native;
        }
    }
}

namespace Mended
{
    static class Converter
    {
        public static nint ToNative(object value, Action<object, nint> convert)
        {
            nint native = Marshal.AllocCoTaskMem(Marshal.SizeOf(value));
            try
            {
                convert(value, native);
                return native;
            }
            catch
            {
                Marshal.FreeCoTaskMem(native);
                throw;
            }
        }
    }
}
