using System.Diagnostics.Tracing;

namespace Slabwise.Diagnostics.Events;

/// <summary>The event source <c>Slabwise</c>: what happens rarely, and a way for a tool outside of the process to ask for reports.</summary>
/// <remarks>Nothing on the way of a rent or a return writes an event. Who takes slow paths asks <see cref="RareEvents.IsOn"/> first, a static
/// that is read and compared. The numbers and the order of arguments are read by tools: later versions add, and change none.</remarks>
[EventSource(Name = SourceName)]
internal sealed class SlabwiseEvents : EventSource
{
    public const string SourceName = "Slabwise";

    private static SlabwiseEvents? s_log;

    private SlabwiseEvents()
    {
    }

    public static SlabwiseEvents? Log => Volatile.Read(ref s_log);

    /// <summary>Makes the source, where there is none yet. A session that asked for it before is told now.</summary>
    public static void Start()
    {
        if (Log is not null) return;
        var log = new SlabwiseEvents();
        if (Interlocked.CompareExchange(ref s_log, log, null) is not null)
        {
            log.Dispose();
            return;
        }

        RareEvents.IsOn = log.IsEnabled();
        if (RareEvents.IsOn) RareEvents.DescribePath();
        EventCommands.RunPending();
    }

    [Event(1, Level = EventLevel.Informational, Message = "{0}: {1} slabs of {2} bytes more")]
    public void SlabsCreated(string Pool, long Slabs, long SlabBytes) => WriteEvent(1, Pool, Slabs, SlabBytes);

    [Event(2, Level = EventLevel.Informational, Message = "Purged {0} bytes: {1}")]
    public void Purged(long Bytes, string Reason) => WriteEvent(2, Bytes, Reason);

    [Event(3, Level = EventLevel.Warning, Message = "Caches are not per CPU: {0}")]
    public void PortablePath(string Reason) => WriteEvent(3, Reason);

    [Event(4, Level = EventLevel.Warning, Message = "The {0} limit of {1} bytes is met: {2} in use, {3} more are asked for")]
    public void LimitMet(string Kind, long LimitBytes, long UseBytes, long AskedBytes) => WriteEvent(4, Kind, LimitBytes, UseBytes, AskedBytes);

    [Event(5, Level = EventLevel.Warning, Message = "A memory owner was collected before it was disposed; so far {0}")]
    public void OwnerForgotten(long Forgotten) => WriteEvent(5, Forgotten);

    [Event(6, Level = EventLevel.Informational, Message = "The heap profile samples every {0} bytes, 0 for not at all")]
    public void SamplingChanged(long SampleBytes) => WriteEvent(6, SampleBytes);

    /// <summary>One part of the answer to a command; all parts in their order make the answer.</summary>
    [Event(20, Level = EventLevel.LogAlways)]
    public void Answer(string Id, string Kind, int Part, int Parts, string Text) => WriteEvent(20, Id, Kind, Part, Parts, Text);

    /// <summary>Follows an answer, some moments later and twice: a session gets the last event of several only with the next one.</summary>
    [Event(21, Level = EventLevel.LogAlways)]
    public void Answered(string Id) => WriteEvent(21, Id);

    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        ArgumentNullException.ThrowIfNull(command);
        EventCommands.Receive(command.Command, command.Arguments);
        bool isOn = IsEnabled();
        if (isOn && !RareEvents.IsOn && Log is not null) RareEvents.DescribePath();
        RareEvents.IsOn = isOn;
    }
}
