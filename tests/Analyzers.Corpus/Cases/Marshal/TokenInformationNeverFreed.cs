// Source: GhostPack/SharpUp pull request 24
// A block for the answer of a native query is allocated, filled, read, and dropped.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Privileges
    {
        [DllImport("advapi32")] private static extern bool GetTokenInformation(nint token, int what, nint information, int size, out int needed);

        public static List<int> Of(nint token)
        {
            List<int> found = [];
            GetTokenInformation(token, 3, 0, 0, out int size);
            nint information = {|SLAB101:Marshal.AllocHGlobal(size)|};
            if (GetTokenInformation(token, 3, information, size, out _))
            {
                int count = Marshal.ReadInt32(information);
                for (int i = 0; i < count; i++) found.Add(Marshal.ReadInt32(information, 4 + 12 * i));
            }

            return found;
        }
    }
}

namespace Mended
{
    static class Privileges
    {
        [DllImport("advapi32")] private static extern bool GetTokenInformation(nint token, int what, nint information, int size, out int needed);

        public static List<int> Of(nint token)
        {
            List<int> found = [];
            GetTokenInformation(token, 3, 0, 0, out int size);
            nint information = Marshal.AllocHGlobal(size);
            try
            {
                if (GetTokenInformation(token, 3, information, size, out _))
                {
                    int count = Marshal.ReadInt32(information);
                    for (int i = 0; i < count; i++) found.Add(Marshal.ReadInt32(information, 4 + 12 * i));
                }

                return found;
            }
            finally
            {
                Marshal.FreeHGlobal(information);
            }
        }
    }
}
