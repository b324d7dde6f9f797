using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Slabwise.Tool.Commands;

/// <summary>A snapshot as a table: the pools that hold the most, and the sums below.</summary>
internal static class PoolsTable
{
    private const int MostPools = 20;

    private static readonly string[] Columns = ["rented", "allocatedBytes", "cachedBytes", "fragmentedBytes", "residentBytes", "refills"];

    public static Table Of(JsonElement snapshot)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("pool");
        foreach (string name in (string[])["rented", "allocated", "cached", "fragmented", "resident", "refills"]) table.AddColumn(new TableColumn(name).RightAligned());
        JsonElement[] pools = [.. snapshot.GetProperty("pools").EnumerateArray().OrderByDescending(pool => pool.GetProperty("residentBytes").GetInt64())];
        foreach (JsonElement pool in pools.Take(MostPools))
            table.AddRow([Markup.Escape(pool.GetProperty("name").GetString() ?? ""), .. Columns.Select(column => Show(pool, column))]);
        if (pools.Length > MostPools) table.AddRow($"and {pools.Length - MostPools} more");
        JsonElement totals = snapshot.GetProperty("totals");
        table.AddRow(["all", "", .. Columns[1..].Select(column => Show(totals, column))]);
        return table;
    }

    private static string Show(JsonElement of, string column)
    {
        long value = of.GetProperty(column).GetInt64();
        return column.EndsWith("Bytes", StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"{value / 1048576.0:N1} MiB")
            : value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
