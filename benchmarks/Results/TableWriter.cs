using System.Globalization;

namespace Slabwise.Benchmarks.Results;

/// <summary>The table for people; ratios come last.</summary>
internal static class TableWriter
{
    public static readonly string Header =
        $"{"allocator",-20}{"ns/op",9}{"min",9}{"max",9}{"RSS peak",10}{"RSS end",9}{"/peer",8}{"/C",8}{"/C paired",11}  note";

    public static void Write(TextWriter output, string title, IEnumerable<Row> rows)
    {
        output.WriteLine(title);
        output.WriteLine(Header);
        foreach (Row row in rows) output.WriteLine(Line(row).TrimEnd());
        output.WriteLine();
    }

    private static string Line(Row row) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Allocator,-20}{Ns(row.NsPerOp),9}{Ns(row.NsPerOpMin),9}{Ns(row.NsPerOpMax),9}{row.RssPeakMiB,10:0.0}{row.RssEndMiB,9:0.0}{row.RatioToBestPeer,8:0.00}{row.RatioToBestC,8:0.00}{row.PairedRatioToBestC,11:0.00}  {row.Note}");

    private static string Ns(double value) => value.ToString(value < 10_000 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
