// Source: mono/CppSharp issue 149
// Generated wrappers pass a string to a native constructor as unmanaged text, and leave it there.
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Effects
    {
        [DllImport("effects")] private static extern nint effect_create(nint name);

        public static nint Create(string name)
        {
            nint text = {|SLAB101:Marshal.StringToHGlobalAnsi(name)|};
            return effect_create(text);
        }
    }
}

namespace Mended
{
    static class Effects
    {
        [DllImport("effects")] private static extern nint effect_create(nint name);

        public static nint Create(string name)
        {
            nint text = Marshal.StringToHGlobalAnsi(name);
            try
            {
                return effect_create(text);
            }
            finally
            {
                Marshal.FreeHGlobal(text);
            }
        }
    }
}
