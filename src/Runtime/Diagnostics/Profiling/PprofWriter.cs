using System.IO.Compression;

namespace Slabwise.Diagnostics.Profiling;

/// <summary>Writes a profile as gzipped <c>profile.proto</c>, with the sample types of Go's heap profile: <c>go tool pprof</c> shows what is in use by default.</summary>
internal sealed class PprofWriter
{
    // Field numbers of profile.proto.
    private const int SampleType = 1, Sample = 2, Location = 4, Function = 5, StringTable = 6, TimeNanos = 9, DurationNanos = 10, PeriodType = 11, Period = 12, DefaultSampleType = 14;

    private readonly ProtoWriter _profile = new();
    private readonly Dictionary<string, long> _strings = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly Dictionary<string, long> _functions = new(StringComparer.Ordinal);

    private PprofWriter()
    {
    }

    public static void Write(SlabwiseProfile profile, Stream stream)
    {
        ProtoWriter written = new PprofWriter().Write(profile);
        using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        written.CopyTo(gzip);
    }

    private ProtoWriter Write(SlabwiseProfile profile)
    {
        WriteType(SampleType, "alloc_objects", "count");
        WriteType(SampleType, "alloc_space", "bytes");
        WriteType(SampleType, "inuse_objects", "count");
        WriteType(SampleType, "inuse_space", "bytes");
        foreach (ProfileSample sample in profile.Samples) WriteSample(sample);
        foreach ((string name, long id) in _functions) WriteFunction(name, id);
        _profile.Number(TimeNanos, (profile.TakenAt - DateTimeOffset.UnixEpoch).Ticks * 100);
        _profile.Number(DurationNanos, profile.Duration.Ticks * 100);
        WriteType(PeriodType, "space", "bytes");
        _profile.Number(Period, profile.SampleBytes);
        _profile.Number(DefaultSampleType, IdOf("inuse_space"));
        foreach ((string text, _) in _strings.OrderBy(entry => entry.Value)) _profile.Text(StringTable, text);
        return _profile;
    }

    private void WriteType(int field, string type, string unit)
    {
        long typeId = IdOf(type), unitId = IdOf(unit);
        _profile.Message(field, inner =>
        {
            inner.Number(1, typeId);
            inner.Number(2, unitId);
        });
    }

    private void WriteSample(ProfileSample sample)
    {
        long[] locations = [.. sample.Frames.Select(FunctionOf)];
        long key = IdOf("pool"), name = IdOf(sample.Pool);
        _profile.Message(Sample, inner =>
        {
            inner.Packed(1, locations);
            inner.Packed(2, [sample.Objects, sample.Bytes, sample.LiveObjects, sample.LiveBytes]);
            inner.Message(3, label =>
            {
                label.Number(1, key);
                label.Number(2, name);
            });
        });
    }

    // A function has one location, of the same number: lines are not known, since looking them up takes the symbol files.
    private void WriteFunction(string name, long id)
    {
        long text = IdOf(name);
        _profile.Message(Location, location =>
        {
            location.Number(1, id);
            location.Message(4, line => line.Number(1, id));
        });
        _profile.Message(Function, function =>
        {
            function.Number(1, id);
            function.Number(2, text);
            function.Number(3, text);
        });
    }

    private long FunctionOf(string name)
    {
        if (!_functions.TryGetValue(name, out long id)) _functions.Add(name, id = _functions.Count + 1);
        return id;
    }

    private long IdOf(string text)
    {
        if (!_strings.TryGetValue(text, out long id)) _strings.Add(text, id = _strings.Count);
        return id;
    }
}
