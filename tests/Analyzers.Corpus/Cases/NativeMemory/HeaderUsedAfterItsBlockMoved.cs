// Source: linksplatform/Data.Doublets issue 140
// A reference into a block of links is kept across a growth that moves the block, and written through.
using System.Runtime.InteropServices;

namespace Buggy
{
    unsafe struct LinksHeader
    {
        public long Reserved;
        public long Allocated;
    }

    static unsafe class Links
    {
        public static long Fill(int count)
        {
            byte* memory = (byte*)NativeMemory.AllocZeroed(64);
            ref LinksHeader header = ref *(LinksHeader*)memory;
            header.Allocated = count;
            memory = (byte*)NativeMemory.Realloc(memory, 128);
            {|SLAB103:header|}.Reserved = 128 / sizeof(LinksHeader);
            long allocated = ((LinksHeader*)memory)->Allocated;
            NativeMemory.Free(memory);
            return allocated;
        }
    }
}

namespace Mended
{
    unsafe struct LinksHeader
    {
        public long Reserved;
        public long Allocated;
    }

    static unsafe class Links
    {
        public static long Fill(int count)
        {
            byte* memory = (byte*)NativeMemory.AllocZeroed(64);
            ref LinksHeader header = ref *(LinksHeader*)memory;
            header.Allocated = count;
            memory = (byte*)NativeMemory.Realloc(memory, 128);
            header = ref *(LinksHeader*)memory;
            header.Reserved = 128 / sizeof(LinksHeader);
            long allocated = ((LinksHeader*)memory)->Allocated;
            NativeMemory.Free(memory);
            return allocated;
        }
    }
}
