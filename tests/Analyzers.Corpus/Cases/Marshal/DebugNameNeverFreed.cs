// Source: sharpdx/SharpDX issue 850
// A name is copied to native memory for a setter that copies it once more, and the first copy is never freed.
// Limit: a virtual method may keep the pointer that it is given, so passing it on ends the search for leaks.
using System.Runtime.InteropServices;

namespace Buggy
{
    class DeviceChild
    {
        protected virtual void SetPrivateData(int key, int length, nint data)
        {
        }

        public string DebugName
        {
            set
            {
                nint name = {|NotFound:Marshal.StringToHGlobalAnsi(value)|};
                SetPrivateData(1, value.Length, name);
            }
        }
    }
}

namespace Mended
{
    class DeviceChild
    {
        protected virtual void SetPrivateData(int key, int length, nint data)
        {
        }

        public string DebugName
        {
            set
            {
                nint name = Marshal.StringToHGlobalAnsi(value);
                SetPrivateData(1, value.Length, name);
                Marshal.FreeHGlobal(name);
            }
        }
    }
}
