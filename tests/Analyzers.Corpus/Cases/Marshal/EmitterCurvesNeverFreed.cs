// Source: sharpdx/SharpDX issue 439
// The native image of an emitter has a pointer to a copy of its curve. The copy is made on each update; the type has nothing to free it.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    sealed class EmitterImage
    {
        private nint _curve;

        public void Fill(ReadOnlySpan<float> curve)
        {
            _curve = {|SLAB112:Marshal.AllocHGlobal(curve.Length * sizeof(float))|};
            for (int i = 0; i < curve.Length; i++) Marshal.WriteInt32(_curve, i * sizeof(float), BitConverter.SingleToInt32Bits(curve[i]));
        }

        public int First => Marshal.ReadInt32(_curve);
    }
}

namespace Mended
{
    sealed class EmitterImage : IDisposable
    {
        private nint _curve;

        public void Fill(ReadOnlySpan<float> curve)
        {
            Marshal.FreeHGlobal(_curve);
            _curve = 0;
            _curve = Marshal.AllocHGlobal(curve.Length * sizeof(float));
            for (int i = 0; i < curve.Length; i++) Marshal.WriteInt32(_curve, i * sizeof(float), BitConverter.SingleToInt32Bits(curve[i]));
        }

        public int First => Marshal.ReadInt32(_curve);

        public void Dispose()
        {
            Marshal.FreeHGlobal(_curve);
            _curve = 0;
        }
    }
}
