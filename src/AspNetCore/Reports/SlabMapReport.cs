using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Slabwise.AspNetCore.Access;

namespace Slabwise.AspNetCore.Reports;

/// <summary>How full slabs are: <c>slabs?pools=3-0-7&amp;groups=48&amp;first=0&amp;count=1000</c>, pools by their places in <c>stats.json</c>.</summary>
internal sealed class SlabMapReport
{
    private const int MostPools = 64, MostGroups = 1024, MostInAll = 4096, MostAtOnce = 4;

    private readonly Turns _turns = new(MostAtOnce);

    public async Task Answer(HttpContext context)
    {
        long groups = 256, first = 0, count = long.MaxValue;
        int[] pools = [];
        string? wrong = Query.Number(context, "groups", 1, MostGroups, ref groups) ?? Query.Number(context, "first", 0, long.MaxValue / 2, ref first)
            ?? Query.Number(context, "count", 1, long.MaxValue, ref count) ?? Places(context, ref pools);
        if (wrong is null && pools.Length * groups > MostInAll) wrong = $"'groups' is at most {MostInAll / pools.Length} for {pools.Length} pools.";
        if (wrong is not null)
        {
            await Plain.BadQuery(context, wrong);
            return;
        }

        if (!_turns.TryTake())
        {
            await Plain.Busy(context, "Slabs are being looked at for others.", retryAfterSeconds: 1);
            return;
        }

        try
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(Json(pools.Select(pool => SlabMap.Capture(pool, first, count, (int)groups))), context.RequestAborted);
        }
        finally
        {
            _turns.GiveBack();
        }
    }

    private static string? Places(HttpContext context, ref int[] pools)
    {
        StringValues texts = context.Request.Query["pools"];
        string[] parts = texts.Count == 1 && texts[0]!.Length <= 12 * MostPools ? texts[0]!.Split('-') : [];
        pools = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? place : -1)];
        return pools.Length is 0 or > MostPools || pools.Contains(-1) ? $"'pools' is a list of 1 to {MostPools} numbers such as 3-0-7, places in stats.json." : null;
    }

    private static byte[] Json(IEnumerable<SlabMap?> maps)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("maps");
            foreach (SlabMap? map in maps)
            {
                if (map is null) json.WriteNullValue();
                else Write(json, map);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, SlabMap map)
    {
        json.WriteStartObject();
        json.WriteString("pool", map.Pool);
        json.WriteNumber("slabs", map.Slabs);
        json.WriteNumber("slabsAGroup", map.SlabsAGroup);
        json.WriteStartArray("groups");
        foreach (SlabGroup group in map.Groups)
        {
            json.WriteStartObject();
            json.WriteNumber("first", group.First);
            json.WriteNumber("slabs", group.Slabs);
            json.WriteNumber("slots", group.Slots);
            json.WriteNumber("usedSlots", group.UsedSlots);
            json.WriteNumber("bytes", group.Bytes);
            json.WriteNumber("residentBytes", group.ResidentBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
