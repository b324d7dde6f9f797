using System.Globalization;
using Slabwise.Caches.Rseq;

namespace Slabwise.Diagnostics.Events;

/// <summary>One question of a tool, and how it is answered.</summary>
internal sealed class EventCommand(string id, string name, Dictionary<string, string?> arguments)
{
    private const int LongestWait = 3600, FlushMilliseconds = 250;

    /// <summary>Answers; a failure is an answer too.</summary>
    public async void Run()
    {
        try
        {
            await Answer().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or OutOfMemoryException)
        {
            AnswerWriter.Write(id, "error", e.Message);
        }

        for (int i = 0; i < 2; i++)
        {
            await Task.Delay(FlushMilliseconds).ConfigureAwait(false);
            SlabwiseEvents.Log?.Answered(id);
        }
    }

    private async Task Answer()
    {
        switch (name)
        {
            case "hello":
                AnswerWriter.Write(id, "text", $"Slabwise {typeof(EventCommand).Assembly.GetName().Version?.ToString(3)}, caches {(RseqPath.IsActive ? "rseq" : "portable")}");
                break;
            case "stats":
                AnswerWriter.Write(id, "text", SlabwiseStatistics.Capture().ToString());
                break;
            case "stats-json":
                AnswerWriter.Write(id, "json", AnswerWriter.Utf8(SlabwiseStatistics.Capture().WriteJson));
                break;
            case "slabinfo":
                AnswerWriter.Write(id, "text", AnswerWriter.Text(SlabwiseStatistics.Capture().WriteSlabInfo));
                break;
            case "malloc-info":
                AnswerWriter.Write(id, "xml", AnswerWriter.Text(SlabwiseStatistics.Capture().WriteMallocInfo));
                break;
            case "doctor":
                SlabwiseStatistics earlier = SlabwiseStatistics.Capture();
                await Task.Delay(TimeSpan.FromSeconds(Number("seconds", 10, 1, LongestWait))).ConfigureAwait(false);
                AnswerWriter.Write(id, "text", SlabwiseDoctor.Examine(earlier, SlabwiseStatistics.Capture()).ToString());
                break;
            case "purge":
                long before = SlabwiseControl.UseBytes;
                SlabwiseControl.Drain();
                long purged = SlabwiseControl.Purge();
                AnswerWriter.Write(id, "text", string.Create(CultureInfo.InvariantCulture, $"purged {purged:N0} bytes; in use {before:N0} before and {SlabwiseControl.UseBytes:N0} now"));
                break;
            case "profile-start":
                long sampleBytes = Number("sample_bytes", SlabwiseControl.DefaultSampleBytes, 1, long.MaxValue);
                bool wasOn = SlabwiseControl.SampleBytes != 0;
                if (!wasOn) SlabwiseControl.SampleBytes = sampleBytes;
                AnswerWriter.Write(id, "text", string.Create(CultureInfo.InvariantCulture, $"{(wasOn ? "was on" : "started")}: a sample each {SlabwiseControl.SampleBytes:N0} bytes"));
                break;
            case "profile-stop":
                SlabwiseControl.SampleBytes = 0;
                AnswerWriter.Write(id, "text", "sampling is off");
                break;
            case "profile":
                AnswerWriter.Write(id, "pprof", AnswerWriter.Base64(SlabwiseProfile.Capture().WritePprof));
                break;
            case "profile-folded":
                SlabwiseProfile profile = SlabwiseProfile.Capture();
                ProfileKind kind = arguments.GetValueOrDefault("kind") == "cumulative" ? ProfileKind.Cumulative : ProfileKind.Live;
                AnswerWriter.Write(id, "text", AnswerWriter.Text(writer => profile.WriteFolded(writer, kind)));
                break;
            default:
                throw new ArgumentException($"There is no command {name}.");
        }
    }

    private long Number(string key, long otherwise, long least, long most)
    {
        if (!arguments.TryGetValue(key, out string? text) || string.IsNullOrEmpty(text)) return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most) return number;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{key} takes a number from {least} to {most}, not {text}."));
    }
}
