using System.Text.Json;

namespace Slabwise.Diagnostics.Reports;

/// <summary>The report for programs: every figure of <see cref="Figures"/>, sums and parts.</summary>
internal static class JsonReport
{
    /// <summary>Goes up when a name changes its meaning or goes; not when one is added.</summary>
    private const int Version = 1;

    public static void Write(SlabwiseStatistics now, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("takenAt", now.TakenAt);
        json.WriteStartObject("caches");
        json.WriteString("path", now.CachePath);
        json.WriteString("reason", now.CachePathReason);
        json.WriteString("drain", now.DrainPath);
        json.WriteNumber("restarts", now.RseqAborts);
        json.WriteEndObject();
        json.WriteStartObject("decay");
        json.WriteNumber("dirtyMilliseconds", now.DirtyDecayMilliseconds);
        json.WriteNumber("muzzyMilliseconds", now.MuzzyDecayMilliseconds);
        json.WriteEndObject();
        json.WriteStartArray("configurationProblems");
        foreach (string problem in now.ConfigurationProblems) json.WriteStringValue(problem);
        json.WriteEndArray();
        json.WriteStartObject("process");
        WriteFigures(json, Figures.OfProcess, now.Process);
        json.WriteEndObject();
        json.WriteStartObject("totals");
        WriteFigures(json, Figures.OfTotals, now.Totals);
        json.WriteEndObject();
        json.WriteStartArray("pools");
        foreach (PoolStatistics pool in now.Pools)
        {
            json.WriteStartObject();
            json.WriteString("name", pool.Name);
            json.WriteString("type", NameOf(pool.Type));
            WriteFigures(json, Figures.OfPool, pool);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("cpus");
        foreach (CpuStatistics cpu in now.Cpus)
        {
            json.WriteStartObject();
            WriteFigures(json, Figures.OfCpu, cpu);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures<T>(Utf8JsonWriter json, Figure<T>[] figures, in T from)
    {
        foreach (Figure<T> figure in figures) json.WriteNumber(figure.Name, figure.Of(from));
    }

    private static string NameOf(PoolType type) => type switch
    {
        PoolType.Struct => "struct",
        PoolType.Class => "class",
        PoolType.SizeClass => "sizeClass",
        _ => "large",
    };
}
