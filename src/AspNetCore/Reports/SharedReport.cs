namespace Slabwise.AspNetCore.Reports;

/// <summary>One form of report, written once for each snapshot: callers share the bytes.</summary>
internal sealed class SharedReport(string route, string contentType, Action<SlabwiseStatistics, Stream> write)
{
    private readonly Lock _gate = new();
    private SlabwiseStatistics? _of;
    private byte[] _bytes = [];

    public string Route => route;

    public string ContentType => contentType;

    public byte[] Of(SlabwiseStatistics snapshot)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_of, snapshot)) return _bytes;
            using var stream = new MemoryStream();
            write(snapshot, stream);
            (_of, _bytes) = (snapshot, stream.ToArray());
            return _bytes;
        }
    }

    /// <summary>The forms that a snapshot has by itself.</summary>
    public static SharedReport[] All() =>
    [
        new("stats.txt", "text/plain; charset=utf-8", (now, stream) => WriteText(stream, now.WriteText)),
        new("stats.json", "application/json", (now, stream) => now.WriteJson(stream)),
        new("malloc_info.xml", "application/xml; charset=utf-8", (now, stream) => WriteText(stream, now.WriteMallocInfo)),
        new("slabinfo", "text/plain; charset=utf-8", (now, stream) => WriteText(stream, now.WriteSlabInfo)),
    ];

    private static void WriteText(Stream stream, Action<TextWriter> write)
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        write(text);
    }
}
