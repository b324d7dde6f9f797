// Source: microsoft/garnet pull request 1752
// A callee rents memory for a reply that does not fit, and leaves the owner in the caller's output struct. Two callers never looked.
// Limit: that a callee may put a rental into a struct which it gets by reference would have to be declared.
using System.Buffers;

namespace Buggy
{
    struct Output
    {
        public IMemoryOwner<byte>? Memory;
        public int Length;
    }

    static class Store
    {
        public static int Merge(int[] members)
        {
            Output output = default;
            {|NotFound:Add(members, ref output)|};
            return output.Length;
        }

        private static void Add(int[] members, ref Output output)
        {
            output.Memory = MemoryPool<byte>.Shared.Rent(512);
            output.Length = members.Length;
        }
    }
}

namespace Mended
{
    struct Output
    {
        public IMemoryOwner<byte>? Memory;
        public int Length;
    }

    static class Store
    {
        public static int Merge(int[] members)
        {
            Output output = default;
            try
            {
                Add(members, ref output);
                return output.Length;
            }
            finally
            {
                output.Memory?.Dispose();
            }
        }

        private static void Add(int[] members, ref Output output)
        {
            output.Memory = MemoryPool<byte>.Shared.Rent(512);
            output.Length = members.Length;
        }
    }
}
