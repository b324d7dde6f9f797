// Source: dotnet/docs issue 39770
// Disposal frees the native object and does not say so, neither in the field nor to the collector: the finalizer frees it again.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    unsafe sealed class NativeTable : IDisposable
    {
        private readonly int* _cells = (int*)NativeMemory.AllocZeroed(256, sizeof(int));

        public ref int this[int i] => ref _cells[i];

        public void Dispose() => {|SLAB115:NativeMemory.Free(_cells)|};
    }
}

namespace Mended
{
    unsafe sealed class NativeTable : IDisposable
    {
        private int* _cells = (int*)NativeMemory.AllocZeroed(256, sizeof(int));

        public ref int this[int i] => ref _cells[i];

        public void Dispose()
        {
            NativeMemory.Free(_cells);
            _cells = null;
        }
    }
}
