// Source: xoofx/NPlug issue 15
// Aligned memory was freed by the function for ordinary memory: harmless with glibc, a corrupt heap on Windows.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    unsafe sealed class ParameterBlock : IDisposable
    {
        private double* _values;

        public ParameterBlock(int count) => _values = (double*)NativeMemory.AlignedAlloc((nuint)count * sizeof(double), 64);

        public ref double this[int i] => ref _values[i];

        public void Dispose()
        {
            if (_values == null) return;
            {|SLAB104:NativeMemory.Free(_values)|};
            _values = null;
        }
    }
}

namespace Mended
{
    unsafe sealed class ParameterBlock : IDisposable
    {
        private double* _values;

        public ParameterBlock(int count) => _values = (double*)NativeMemory.AlignedAlloc((nuint)count * sizeof(double), 64);

        public ref double this[int i] => ref _values[i];

        public void Dispose()
        {
            if (_values == null) return;
            NativeMemory.AlignedFree(_values);
            _values = null;
        }
    }
}
