// Source: Ryujinx/Ryujinx commit 8d8983049
// A kernel call resolves handles into a rented array. An invalid one ends it from the loop, past the return.
using System;
using System.Buffers;
using System.Collections.Generic;

namespace Buggy
{
    sealed class SyncObject
    {
        public bool Signaled { get; set; }
    }

    static class Replies
    {
        public static int Receive(Dictionary<int, SyncObject> table, ReadOnlySpan<int> handles)
        {
            SyncObject[] array = {|SLAB101:ArrayPool<SyncObject>.Shared.Rent(handles.Length)|};
            Span<SyncObject> objects = array.AsSpan(0, handles.Length);
            for (int i = 0; i < handles.Length; i++)
            {
                if (!table.TryGetValue(handles[i], out SyncObject? found))
                {
                    return -1;
                }

                objects[i] = found;
            }

            int signaled = 0;
            foreach (SyncObject one in objects)
                if (one.Signaled) signaled++;
            ArrayPool<SyncObject>.Shared.Return(array, true);
            return signaled;
        }
    }
}

namespace Mended
{
    sealed class SyncObject
    {
        public bool Signaled { get; set; }
    }

    static class Replies
    {
        public static int Receive(Dictionary<int, SyncObject> table, ReadOnlySpan<int> handles)
        {
            SyncObject[] array = ArrayPool<SyncObject>.Shared.Rent(handles.Length);
            Span<SyncObject> objects = array.AsSpan(0, handles.Length);
            for (int i = 0; i < handles.Length; i++)
            {
                if (!table.TryGetValue(handles[i], out SyncObject? found))
                {
                    ArrayPool<SyncObject>.Shared.Return(array, true);
                    return -1;
                }

                objects[i] = found;
            }

            int signaled = 0;
            foreach (SyncObject one in objects)
                if (one.Signaled) signaled++;
            ArrayPool<SyncObject>.Shared.Return(array, true);
            return signaled;
        }
    }
}
