// Source: dotnet/runtime pull request 58085
// What the kernel says of a process is read into a block that a finally frees, and the pointer to it is returned all the same.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    unsafe struct KernelInfo
    {
        public int StructSize;
        public long ResidentPages;
    }

    static unsafe class Processes
    {
        [DllImport("libc")] private static extern int sysctl(int* name, uint count, void* old, nuint* length);

        public static KernelInfo* Query(int id)
        {
            int* name = stackalloc int[4] { 1, 14, 1, id };
            nuint length = (nuint)sizeof(KernelInfo);
            KernelInfo* info = (KernelInfo*)Marshal.AllocHGlobal(sizeof(KernelInfo));
            try
            {
                if (sysctl(name, 4, info, &length) != 0 || info->StructSize != sizeof(KernelInfo)) throw new ArgumentOutOfRangeException(nameof(id));
                return info;
            }
            finally
            {
                {|SLAB107:Marshal.FreeHGlobal((nint)info)|};
            }
        }
    }
}

namespace Mended
{
    unsafe struct KernelInfo
    {
        public int StructSize;
        public long ResidentPages;
    }

    static unsafe class Processes
    {
        [DllImport("libc")] private static extern int sysctl(int* name, uint count, void* old, nuint* length);

        public static KernelInfo* Query(int id)
        {
            int* name = stackalloc int[4] { 1, 14, 1, id };
            nuint length = (nuint)sizeof(KernelInfo);
            KernelInfo* info = (KernelInfo*)NativeMemory.Alloc((nuint)sizeof(KernelInfo));
            bool success = false;
            try
            {
                if (sysctl(name, 4, info, &length) != 0 || info->StructSize != sizeof(KernelInfo)) throw new ArgumentOutOfRangeException(nameof(id));
                success = true;
                return info;
            }
            finally
            {
                if (!success) NativeMemory.Free(info);
            }
        }
    }
}
