using System.Diagnostics.Tracing;

namespace RestaurantSearch.Server;

/// <summary>
/// The longest time for which the garbage collector held all threads. The runtime offers the sum and the pauses of the latest
/// collection only, so this listens to the events of suspending and restarting.
/// </summary>
internal sealed class GarbageCollectionPauses : EventListener
{
    /// <summary>Events reach a listener in the process with a delay.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(300);

    private const EventKeywords GarbageCollection = (EventKeywords)1;
    private const int RestartEnd = 3;
    private const int SuspendBegin = 9;
    private const uint ForCollection = 1;
    private const uint ForPreparation = 6;

    private DateTime _suspended;
    private long _longest;

    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    public void Restart() => Volatile.Write(ref _longest, 0);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Informational, GarbageCollection);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == SuspendBegin)
        {
            bool collecting = eventData.Payload?[0] is ForCollection or ForPreparation;
            _suspended = collecting ? eventData.TimeStamp : default;
        }
        else if (eventData.EventId == RestartEnd && _suspended != default)
        {
            long pause = (eventData.TimeStamp - _suspended).Ticks;
            _suspended = default;
            if (pause > Volatile.Read(ref _longest))
                Volatile.Write(ref _longest, pause);
        }
    }
}
