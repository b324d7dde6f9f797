// Source: ikorin24/U8XmlParser pull request 3
// Disposal takes the pointer out of its field by an exchange, and then frees the field, which is zero by now.
// Limit: freeing null is legal and does nothing, and the pointer that was exchanged out is not known to be owned.
using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Buggy
{
    sealed class Xml(int length) : IDisposable
    {
        private nint _bytes = Marshal.AllocHGlobal(length);

        public byte First => Marshal.ReadByte(_bytes);

        public void Dispose()
        {
            nint bytes = Interlocked.Exchange(ref _bytes, 0);
            if (bytes != 0)
            {
                {|NotFound:Marshal.FreeHGlobal(_bytes)|};
            }
        }
    }
}

namespace Mended
{
    sealed class Xml(int length) : IDisposable
    {
        private nint _bytes = Marshal.AllocHGlobal(length);

        public byte First => Marshal.ReadByte(_bytes);

        public void Dispose()
        {
            nint bytes = Interlocked.Exchange(ref _bytes, 0);
            if (bytes != 0) Marshal.FreeHGlobal(bytes);
        }
    }
}
