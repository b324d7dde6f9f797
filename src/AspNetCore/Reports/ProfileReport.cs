using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Slabwise.AspNetCore.Access;

namespace Slabwise.AspNetCore.Reports;

/// <summary>Who allocates: <c>pprof/heap?seconds=N</c> and <c>flamegraph?kind=live|cumulative&amp;seconds=N</c>.</summary>
/// <remarks>With seconds, sampling is on for so long before the profile is taken, and off again if it was off; one such recording at a time. Without, what
/// is there is shared by all who ask within <see cref="Freshness"/>.</remarks>
internal sealed class ProfileReport
{
    /// <summary>The longest recording that a request can ask for, in seconds.</summary>
    public const int MostSeconds = 60;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly string[] s_kinds = ["live", "cumulative"];

    private readonly Lock _gate = new();
    private readonly Turns _recording = new(1);
    private readonly Rendering _pprof = new("application/octet-stream", (profile, stream) => profile.WritePprof(stream));
    private readonly Rendering _live = new("application/json", (profile, stream) => FlameTree.Write(profile, ProfileKind.Live, stream));
    private readonly Rendering _cumulative = new("application/json", (profile, stream) => FlameTree.Write(profile, ProfileKind.Cumulative, stream));
    private SlabwiseProfile? _latest;
    private long _takenAt;

    public Task Pprof(HttpContext context)
    {
        context.Response.Headers.ContentDisposition = "attachment; filename=\"heap.pb.gz\"";
        return Answer(context, _pprof);
    }

    public Task Flamegraph(HttpContext context)
    {
        string kind = "live";
        return Query.Choice(context, "kind", s_kinds, ref kind) is { } wrong ? Plain.BadQuery(context, wrong) : Answer(context, kind == "live" ? _live : _cumulative);
    }

    private async Task Answer(HttpContext context, Rendering rendering)
    {
        long seconds = 0;
        if (Query.Number(context, "seconds", 1, MostSeconds, ref seconds) is { } wrong)
        {
            await Plain.BadQuery(context, wrong);
            return;
        }

        if (seconds > 0 && !await TryRecord(TimeSpan.FromSeconds(seconds), context.RequestAborted))
        {
            await Plain.Busy(context, "A profile is being recorded already.", retryAfterSeconds: MostSeconds);
            return;
        }

        byte[] bytes = Render(rendering, isNew: seconds > 0);
        context.Response.ContentType = rendering.ContentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private async Task<bool> TryRecord(TimeSpan length, CancellationToken cancel)
    {
        if (!_recording.TryTake()) return false;
        try
        {
            bool wasOff = SlabwiseControl.SampleBytes == 0;
            if (wasOff) SlabwiseControl.SampleBytes = SlabwiseControl.DefaultSampleBytes;
            try
            {
                await Task.Delay(length, cancel);
            }
            finally
            {
                if (wasOff) SlabwiseControl.SampleBytes = 0;
            }

            return true;
        }
        finally
        {
            _recording.GiveBack();
        }
    }

    private byte[] Render(Rendering rendering, bool isNew)
    {
        lock (_gate)
        {
            if (isNew || _latest is null || System.Diagnostics.Stopwatch.GetElapsedTime(_takenAt) >= Freshness)
            {
                _latest = SlabwiseProfile.Capture();
                _takenAt = System.Diagnostics.Stopwatch.GetTimestamp();
            }

            return rendering.Of(_latest);
        }
    }

    /// <summary>One form of a profile, written once; under the gate.</summary>
    private sealed class Rendering(string contentType, Action<SlabwiseProfile, Stream> write)
    {
        private SlabwiseProfile? _of;
        private byte[] _bytes = [];

        public string ContentType => contentType;

        public byte[] Of(SlabwiseProfile profile)
        {
            if (ReferenceEquals(_of, profile)) return _bytes;
            using var stream = new MemoryStream();
            write(profile, stream);
            (_of, _bytes) = (profile, stream.ToArray());
            return _bytes;
        }
    }
}
