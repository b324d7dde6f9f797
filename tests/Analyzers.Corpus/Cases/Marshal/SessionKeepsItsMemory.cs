// Source: Samsung/TizenFX issue 76
// A session allocates its native context in the constructor; closing it tells the other side, and keeps the memory.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    sealed class Session : IDisposable
    {
        private readonly nint _context;

        public Session() => _context = {|SLAB112:Marshal.AllocHGlobal(128)|};

        public int State => Marshal.ReadInt32(_context);

        public void Dispose() => Marshal.WriteInt32(_context, 0);
    }
}

namespace Mended
{
    sealed class Session : IDisposable
    {
        private nint _context;

        public Session() => _context = Marshal.AllocHGlobal(128);

        public int State => Marshal.ReadInt32(_context);

        public void Dispose()
        {
            if (_context == 0) return;
            Marshal.WriteInt32(_context, 0);
            Marshal.FreeHGlobal(_context);
            _context = 0;
        }
    }
}
