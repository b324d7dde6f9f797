// Source: mono/mono pull request 13529
// Text was allocated on the COM task heap and freed on the global one: two allocators where the platform has two.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Secrets
    {
        public static int Hash(ReadOnlySpan<byte> secret)
        {
            nint copy = Marshal.AllocCoTaskMem(secret.Length);
            int hash = 17;
            for (int i = 0; i < secret.Length; i++)
            {
                Marshal.WriteByte(copy, i, secret[i]);
                hash = hash * 31 + Marshal.ReadByte(copy, i);
            }

            {|SLAB104:Marshal.FreeHGlobal(copy)|};
            return hash;
        }
    }
}

namespace Mended
{
    static class Secrets
    {
        public static int Hash(ReadOnlySpan<byte> secret)
        {
            nint copy = Marshal.AllocCoTaskMem(secret.Length);
            int hash = 17;
            try
            {
                for (int i = 0; i < secret.Length; i++)
                {
                    Marshal.WriteByte(copy, i, secret[i]);
                    hash = hash * 31 + Marshal.ReadByte(copy, i);
                }
            }
            finally
            {
                Marshal.FreeCoTaskMem(copy);
            }

            return hash;
        }
    }
}
