using System.Diagnostics.Tracing;
using Xunit;

namespace Slabwise.Runtime.Tests.Statistics;

/// <summary>Whoever listens to the events inside of the process may use the pools that they speak of.</summary>
public class ListenerTests
{
    private struct Heard { public long A, B, C; }

    [Fact]
    public void ListenerThatRentsFromThePoolItHearsOfLosesNoSlot()
    {
        StructPool<Heard> pool = StructPool<Heard>.Shared;
        using var listener = new RentingListener();
        Assert.True(TestPools.Eventually(() => listener.IsListening));
        var held = new List<Pooled<Heard>>();
        for (int i = 0; i < 100_000; i++) held.Add(pool.Rent());
        Assert.True(TestPools.Eventually(() => listener.Times > 0), "no slab was heard of");
        foreach (Pooled<Heard> one in held) pool.Return(one);
        Assert.True(TestPools.Eventually(() => pool.GetStatistics().Rented == 0), pool.GetStatistics().ToString());
        pool.Validate();
    }

    private sealed class RentingListener : EventListener
    {
        private int _heard;
        private bool _isListening;

        public int Times => Volatile.Read(ref _heard);

        public bool IsListening => Volatile.Read(ref _isListening);

        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name != "Slabwise") return;
            EnableEvents(source, EventLevel.Informational);
            Volatile.Write(ref _isListening, true);
        }

        protected override void OnEventWritten(EventWrittenEventArgs written)
        {
            if (written.EventName != "SlabsCreated" || written.Payload?[0] as string != StructPool<Heard>.Shared.Name) return;
            StructPool<Heard>.Shared.Return(StructPool<Heard>.Shared.Rent());
            Interlocked.Increment(ref _heard);
        }
    }
}
