// Source: dotnet/runtime pull request 58085
// A helper allocates what it returns; one of its callers reads a field through the pointer and forgets it.
using System.Runtime.InteropServices;

namespace Buggy
{
    unsafe struct ProcessInfo
    {
        public int StructSize;
        public long ResidentPages;
    }

    static unsafe class WorkingSet
    {
        public static long Bytes(int id)
        {
            ProcessInfo* info = {|SLAB101:Query(id)|};
            return info->ResidentPages * 4096;
        }

        private static ProcessInfo* Query(int id)
        {
            ProcessInfo* info = (ProcessInfo*)NativeMemory.AllocZeroed((nuint)sizeof(ProcessInfo));
            info->StructSize = sizeof(ProcessInfo);
            info->ResidentPages = id;
            return info;
        }
    }
}

namespace Mended
{
    unsafe struct ProcessInfo
    {
        public int StructSize;
        public long ResidentPages;
    }

    static unsafe class WorkingSet
    {
        public static long Bytes(int id)
        {
            ProcessInfo* info = Query(id);
            try
            {
                return info->ResidentPages * 4096;
            }
            finally
            {
                NativeMemory.Free(info);
            }
        }

        private static ProcessInfo* Query(int id)
        {
            ProcessInfo* info = (ProcessInfo*)NativeMemory.AllocZeroed((nuint)sizeof(ProcessInfo));
            info->StructSize = sizeof(ProcessInfo);
            info->ResidentPages = id;
            return info;
        }
    }
}
