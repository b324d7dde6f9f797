// Source: Ryujinx/Ryujinx pull request 6937
// Arrays of references went back as they were, and what they referred to stayed alive for as long as the pool kept them.
using System;
using System.Buffers;
using System.Threading;

namespace Buggy
{
    static class Waiter
    {
        public static int WaitAny(ReadOnlySpan<ManualResetEvent> events)
        {
            WaitHandle[] handles = ArrayPool<WaitHandle>.Shared.Rent(events.Length);
            for (int i = 0; i < handles.Length; i++) handles[i] = events[Math.Min(i, events.Length - 1)];
            int first = WaitHandle.WaitAny(handles);
            {|SLAB114:ArrayPool<WaitHandle>.Shared.Return(handles)|};
            return first;
        }
    }
}

namespace Mended
{
    static class Waiter
    {
        public static int WaitAny(ReadOnlySpan<ManualResetEvent> events)
        {
            WaitHandle[] handles = ArrayPool<WaitHandle>.Shared.Rent(events.Length);
            for (int i = 0; i < handles.Length; i++) handles[i] = events[Math.Min(i, events.Length - 1)];
            int first = WaitHandle.WaitAny(handles);
            ArrayPool<WaitHandle>.Shared.Return(handles, clearArray: true);
            return first;
        }
    }
}
