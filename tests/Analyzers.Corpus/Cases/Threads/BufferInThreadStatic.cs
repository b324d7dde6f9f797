// Source: Facepunch/Facepunch.Steamworks issue 401
// Scratch memory for native calls became thread-static when it had to be thread-safe. Each thread that ever made a call takes its memory
// with it when it ends.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Scratch
    {
        [ThreadStatic] private static nint t_memory;

        public static nint Take()
        {
            if (t_memory == 0) t_memory = {|SLAB203:Marshal.AllocHGlobal(32 * 1024)|};
            Marshal.WriteByte(t_memory, 0);
            return t_memory;
        }
    }
}

namespace Mended
{
    static class Scratch
    {
        [ThreadStatic] private static byte[]? t_memory;

        public static byte[] Take()
        {
            t_memory ??= new byte[32 * 1024];
            t_memory[0] = 0;
            return t_memory;
        }
    }
}
