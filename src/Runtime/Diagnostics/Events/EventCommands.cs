using System.Diagnostics.Tracing;

namespace Slabwise.Diagnostics.Events;

/// <summary>Commands that come as arguments of a session that enables the source: <c>id</c>, <c>command</c>, and what the command takes.</summary>
/// <remarks>The runtime may repeat a session's arguments when another one begins or ends, so each id is served once. Answers are written on a
/// thread of the pool: the caller's is the one that has to go on to start the session.</remarks>
internal static class EventCommands
{
    private const int Remembered = 64;

    private static readonly Lock Gate = new();
    private static readonly Queue<string> Served = new();
    private static readonly List<EventCommand> Waiting = [];

    /// <summary>Takes what a session brought.</summary>
    public static void Receive(System.Diagnostics.Tracing.EventCommand kind, IDictionary<string, string?>? arguments)
    {
        if (kind != System.Diagnostics.Tracing.EventCommand.Enable || arguments is null) return;
        if (!arguments.TryGetValue("id", out string? id) || id is null) return;
        if (!arguments.TryGetValue("command", out string? name) || name is null) return;
        var command = new EventCommand(id, name, new Dictionary<string, string?>(arguments, StringComparer.Ordinal));
        lock (Gate)
        {
            if (Served.Contains(id)) return;
            if (Served.Count == Remembered) Served.Dequeue();
            Served.Enqueue(id);

            // While the source is being made, it cannot be written to yet.
            if (SlabwiseEvents.Log is null)
            {
                Waiting.Add(command);
                return;
            }
        }

        Queue(command);
    }

    /// <summary>Serves what came before the source was there.</summary>
    public static void RunPending()
    {
        EventCommand[] waiting;
        lock (Gate)
        {
            waiting = [.. Waiting];
            Waiting.Clear();
        }

        foreach (EventCommand command in waiting) Queue(command);
    }

    private static void Queue(EventCommand command) =>
        ThreadPool.UnsafeQueueUserWorkItem(static command => command.Run(), command, preferLocal: false);
}
