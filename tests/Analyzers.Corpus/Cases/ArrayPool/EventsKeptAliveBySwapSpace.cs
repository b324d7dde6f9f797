// Source: baaron4/GW2-Elite-Insights-Parser pull request 940
// A stable sort merges through rented swap space. The events stay reachable from the pool when their list is long gone.
using System;
using System.Buffers;
using System.Collections.Generic;

namespace Buggy
{
    abstract class BuffEvent
    {
        public long Time { get; init; }
    }

    static class EventSort
    {
        public static void Merge(BuffEvent[] events, int middle)
        {
            BuffEvent[] swap = ArrayPool<BuffEvent>.Shared.Rent(middle);
            Array.Copy(events, swap, middle);
            int left = 0, right = middle, to = 0;
            while (left < middle)
                events[to++] = right < events.Length && events[right].Time < swap[left].Time ? events[right++] : swap[left++];
            {|SLAB114:ArrayPool<BuffEvent>.Shared.Return(swap)|};
        }
    }
}

namespace Mended
{
    abstract class BuffEvent
    {
        public long Time { get; init; }
    }

    static class EventSort
    {
        public static void Merge(BuffEvent[] events, int middle)
        {
            BuffEvent[] swap = ArrayPool<BuffEvent>.Shared.Rent(middle);
            Array.Copy(events, swap, middle);
            int left = 0, right = middle, to = 0;
            while (left < middle)
                events[to++] = right < events.Length && events[right].Time < swap[left].Time ? events[right++] : swap[left++];
            ArrayPool<BuffEvent>.Shared.Return(swap, clearArray: true);
        }
    }
}
