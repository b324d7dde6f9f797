using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Slabwise.Diagnostics.Tests;

/// <summary>An EventPipe session with another process: hands its events to a test until that has seen enough.</summary>
internal static class EventSession
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Listens until <paramref name="isDone"/> says so; throws when that takes too long.</summary>
    public static void Run(int process, EventPipeProvider provider, Func<TraceEvent, bool> isDone, Action? whenStarted = null)
    {
        var client = new DiagnosticsClient(process);
        using EventPipeSession session = client.StartEventPipeSession([provider], requestRundown: false);
        var seen = new TaskCompletionSource();
        Task reading = Task.Run(() =>
        {
            using var source = new EventPipeEventSource(session.EventStream);
            source.Dynamic.All += received =>
            {
                try
                {
                    if (!seen.Task.IsCompleted && isDone(received)) seen.SetResult();
                }
                catch (Exception e)
                {
                    seen.TrySetException(e);    // an assertion of the test's
                }
            };
            source.Process();    // returns when the session has stopped, and reads on until then: stopping waits for who reads
        });
        whenStarted?.Invoke();
        bool inTime = Task.WaitAny(seen.Task, Task.Delay(Patience)) == 0;
        session.Stop();
        reading.Wait(Patience);
        if (!inTime) throw new TimeoutException("The events that were waited for did not come.");
        seen.Task.GetAwaiter().GetResult();
    }

    /// <summary>Sends a command to the process and gathers its answer.</summary>
    public static (string Kind, string Text) Ask(int process, string command, params (string Key, string Value)[] more)
    {
        var arguments = new Dictionary<string, string> { ["id"] = Guid.NewGuid().ToString("N"), ["command"] = command };
        foreach ((string key, string value) in more) arguments[key] = value;
        string id = arguments["id"], kind = "";
        var parts = new SortedDictionary<int, string>();
        Run(process, new EventPipeProvider("Slabwise", EventLevel.Informational, (long)EventKeywords.All, arguments), received =>
        {
            if (received.EventName != "Answer" || (string)received.PayloadByName("Id") != id) return false;
            kind = (string)received.PayloadByName("Kind");
            parts[(int)received.PayloadByName("Part")] = (string)received.PayloadByName("Text");
            return parts.Count == (int)received.PayloadByName("Parts");
        });
        return (kind, string.Concat(parts.Values));
    }
}
