using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Slabwise.AspNetCore.Access;

namespace Slabwise.AspNetCore.Reports;

/// <summary>The doctor's verdict: <c>doctor?seconds=N&amp;format=text|json</c>.</summary>
/// <remarks>It compares with what earlier requests left; only where nothing is old enough does a request wait, a few at a time.</remarks>
internal sealed class DoctorReport(SnapshotHistory history)
{
    private const int MostWaiting = 4;
    private static readonly string[] s_formats = ["text", "json"];

    private readonly Turns _waiting = new(MostWaiting);

    public async Task Answer(HttpContext context)
    {
        long seconds = 0;
        string format = "text";
        string? wrong = Query.Number(context, "seconds", 1, (long)SnapshotHistory.LongestWindow.TotalSeconds, ref seconds)
            ?? Query.Choice(context, "format", s_formats, ref format);
        if (wrong is not null)
        {
            await Plain.BadQuery(context, wrong);
            return;
        }

        if (await Examine(TimeSpan.FromSeconds(seconds), context.RequestAborted) is not { } diagnosis)
        {
            await Plain.Busy(context, "Too many wait for the doctor.", retryAfterSeconds: 1);
            return;
        }

        bool isText = format == "text";
        context.Response.ContentType = isText ? "text/plain; charset=utf-8" : "application/json";
        await context.Response.Body.WriteAsync(isText ? Encoding.UTF8.GetBytes(diagnosis.ToString()) : Json(diagnosis), context.RequestAborted);
    }

    private async Task<Diagnosis?> Examine(TimeSpan window, CancellationToken cancel)
    {
        SlabwiseStatistics now = history.Latest();
        if (history.Before(now, window) is { } before) return SlabwiseDoctor.Examine(before, now);
        if (!_waiting.TryTake()) return null;
        try
        {
            await Task.Delay(window > TimeSpan.Zero ? window : TimeSpan.FromSeconds(1), cancel);
            return SlabwiseDoctor.Examine(now, history.Latest());
        }
        finally
        {
            _waiting.GiveBack();
        }
    }

    private static byte[] Json(Diagnosis diagnosis)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("seconds", Math.Round(diagnosis.Change.Elapsed.TotalSeconds, 1));
            json.WriteString("takenAt", diagnosis.Change.Later.TakenAt);
            json.WriteStartArray("findings");
            foreach (Finding finding in diagnosis.Findings)
            {
                json.WriteStartObject();
                json.WriteString("kind", finding.Kind.ToString());
                json.WriteString("title", finding.Title);
                json.WriteString("pool", finding.Pool);
                json.WriteNumber("bytes", finding.Bytes);
                json.WriteString("message", finding.Message);
                json.WriteString("knob", finding.Knob);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
