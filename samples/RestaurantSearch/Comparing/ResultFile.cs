using System.Text.Json;

namespace RestaurantSearch.Comparing;

/// <summary>Writes the rows for programs.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string path, IReadOnlyList<ResultRow> rows) =>
        File.WriteAllText(path, JsonSerializer.Serialize(new { machine = MachineInfo.Here(), rows }, s_options));
}
