using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Slabwise.Tool.Remote;

/// <summary>One question over EventPipe: an event session whose arguments are the command, and whose events are the answer.</summary>
internal static class Session
{
    private const string Provider = "Slabwise";

    /// <summary>Asks; null where no answer came in time.</summary>
    /// <exception cref="IOException">The process ended meanwhile.</exception>
    public static async Task<Answer?> Ask(int process, string command, (string Key, string Value)[] more, TimeSpan patience, CancellationToken cancel)
    {
        string id = Guid.NewGuid().ToString("N");
        var arguments = new Dictionary<string, string> { ["id"] = id, ["command"] = command };
        foreach ((string key, string value) in more) arguments[key] = value;
        var client = new DiagnosticsClient(process);
        using EventPipeSession session = await client.StartEventPipeSessionAsync(
            [new EventPipeProvider(Provider, EventLevel.Informational, (long)EventKeywords.All, arguments)], requestRundown: false, token: cancel);
        var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reading = Task.Run(() => Read(session, id, answer), CancellationToken.None);
        try
        {
            Task first = await Task.WhenAny(answer.Task, reading, Task.Delay(patience, cancel));
            cancel.ThrowIfCancellationRequested();
            if (answer.Task.IsCompleted) return await answer.Task;
            // While a process lives, nobody but this side ends its session.
            return first == reading ? throw new EndOfStreamException() : null;
        }
        finally
        {
            await Stop(session, reading);
        }
    }

    private static void Read(EventPipeSession session, string id, TaskCompletionSource<Answer> answer)
    {
        var parts = new SortedDictionary<int, string>();
        using var source = new EventPipeEventSource(session.EventStream);
        source.Dynamic.All += received =>
        {
            if (received.ProviderName != Provider || received.EventName != "Answer" || (string)received.PayloadByName("Id") != id) return;
            parts[(int)received.PayloadByName("Part")] = (string)received.PayloadByName("Text");
            if (parts.Count == (int)received.PayloadByName("Parts"))
                answer.TrySetResult(new Answer((string)received.PayloadByName("Kind"), string.Concat(parts.Values)));
        };
        source.Process();    // until the session stops
    }

    // A process that ends meanwhile takes its session along.
    private static async Task Stop(EventPipeSession session, Task reading)
    {
        try
        {
            await session.StopAsync(CancellationToken.None);
            await reading.WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is ServerNotAvailableException or IOException or TimeoutException or EndOfStreamException or FormatException)
        {
            // what it had to say has been said
        }
    }
}
