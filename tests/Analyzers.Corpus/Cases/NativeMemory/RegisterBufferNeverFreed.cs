// Source: unicorn-engine/unicorn issue 180
// Each read of a register allocates unmanaged memory for the result, and leaves it.
using System.Runtime.InteropServices;

namespace Buggy
{
    static unsafe class Emulator
    {
        [DllImport("emulator")] private static extern int reg_read(nint engine, int register, long* value);

        public static long Read(nint engine, int register)
        {
            long* value = (long*){|SLAB101:NativeMemory.Alloc(sizeof(long))|};
            if (reg_read(engine, register, value) != 0) return 0;
            return *value;
        }
    }
}

namespace Mended
{
    static unsafe class Emulator
    {
        [DllImport("emulator")] private static extern int reg_read(nint engine, int register, long* value);

        public static long Read(nint engine, int register)
        {
            long* value = (long*)NativeMemory.Alloc(sizeof(long));
            try
            {
                return reg_read(engine, register, value) != 0 ? 0 : *value;
            }
            finally
            {
                NativeMemory.Free(value);
            }
        }
    }
}
