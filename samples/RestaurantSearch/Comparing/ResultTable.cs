using System.Globalization;
using System.Text;

namespace RestaurantSearch.Comparing;

/// <summary>Prints the rows for people.</summary>
internal static class ResultTable
{
    private static readonly string[] s_titles =
    [
        "variant", "requests/s", "p50 us", "p99 us", "p99.9 us", "CPU us", "gen0", "gen1", "gen2", "GC ms", "longest ms", "peak MiB",
    ];

    public static string Format(IReadOnlyList<ResultRow> rows)
    {
        List<string[]> lines = [s_titles, .. rows.Select(Cells)];
        int[] widths = [.. s_titles.Select((_, column) => lines.Max(line => line[column].Length))];
        StringBuilder text = new();
        foreach (string[] line in lines)
        {
            text.Append(line[0].PadRight(widths[0]));
            for (int column = 1; column < line.Length; column++)
                text.Append("  ").Append(line[column].PadLeft(widths[column]));
            text.AppendLine();
        }
        text.Append(CultureInfo.InvariantCulture, $"""

            requests/s: as fast as the server answers. Latencies: at {rows[0].FixedRate:N0} requests/s for every
            variant, from the moment a request was due. Both: the median of the rounds. CPU: of the server, a request. Collections: of all measured time; the
            longest one is the longest time for which all threads stood still. {(rows[0].ServerGc ? "Server" : "Workstation")} GC.

            """);
        foreach (ResultRow row in rows.Where(r => r.Slabwise is not null))
            text.AppendLine().AppendLine($"{row.Allocator} says of itself:").AppendLine(row.Slabwise);
        return text.ToString();
    }

    private static string[] Cells(ResultRow row) =>
    [
        row.Allocator, Number(row.RequestsPerSecond), Number(row.P50Us), Number(row.P99Us), Number(row.P999Us),
        Number(row.CpuUsPerRequest), Number(row.Gen0Count), Number(row.Gen1Count), Number(row.Gen2Count),
        row.GcPauseTotalMs.ToString("N1", CultureInfo.InvariantCulture),
        row.GcPauseMaxMs.ToString("N2", CultureInfo.InvariantCulture),
        Number(row.RssPeakMiB),
    ];

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
