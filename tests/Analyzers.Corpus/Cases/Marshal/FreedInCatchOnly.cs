// Source: dotnet/runtime pull request 48059
// The table's memory was freed in a catch block that should have been a finally block: every call that went well leaked.
// Limit: a delegate may keep what it is given, so passing the rental on ends the search for leaks.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class ConnectionTable
    {
        public static List<int> Read(Func<nint, int, int> query, int size)
        {
            List<int> ports = [];
            nint table = {|NotFound:Marshal.AllocHGlobal(size)|};
            try
            {
                int count = query(table, size);
                for (int i = 0; i < count; i++) ports.Add(Marshal.ReadInt32(table, i * sizeof(int)));
            }
            catch
            {
                Marshal.FreeHGlobal(table);
                throw;
            }

            return ports;
        }
    }
}

namespace Mended
{
    static class ConnectionTable
    {
        public static List<int> Read(Func<nint, int, int> query, int size)
        {
            List<int> ports = [];
            nint table = Marshal.AllocHGlobal(size);
            try
            {
                int count = query(table, size);
                for (int i = 0; i < count; i++) ports.Add(Marshal.ReadInt32(table, i * sizeof(int)));
            }
            finally
            {
                Marshal.FreeHGlobal(table);
            }

            return ports;
        }
    }
}
