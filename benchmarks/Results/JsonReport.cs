using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slabwise.Benchmarks.Results;

/// <summary>The machine-readable report: <c>{"machine": ..., "rows": [...], "goals": [...]}</c>.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        // A machine without /proc has no resident sizes: null, since JSON has no NaN.
        Converters = { new FiniteOrNull() },
    };

    public static string Write(MachineInfo machine, IReadOnlyList<Row> rows, IReadOnlyList<Verdict> goals) =>
        JsonSerializer.Serialize(new { machine, rows, goals }, Options) + "\n";

    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
