using System.Globalization;

namespace Slabwise.Diagnostics;

/// <summary>The settings as text gives them: <c>SLABWISE_CONF</c>, else the runtimeconfig property <c>Slabwise.Conf</c>.</summary>
internal sealed class Configuration
{
    public const int LargestMaxCached = 65_536;
    public const long LeastCpuCacheBytes = 64 << 10, LargestCpuCacheBytes = 1 << 30;

    public static readonly Configuration Environment = FromProcess();

    private readonly List<string> _problems = [];

    private Configuration()
    {
    }

    public bool Rseq { get; private set; } = true;

    public bool Reserve { get; private set; } = true;

    public int MaxCached { get; private set; }

    public long CpuCacheBytes { get; private set; } = 4 << 20;

    /// <summary>What was not understood, one sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads a list such as <c>rseq:off,max_cached:256</c>.</summary>
    public static Configuration Parse(string? text, string source)
    {
        var result = new Configuration();
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? part : part[..colon].Trim();
            string value = colon < 0 ? "" : part[(colon + 1)..].Trim();
            if (!result.TryApply(key, value, out string expected))
                result._problems.Add($"{source}: '{part}' is ignored; {expected}.");
        }

        return result;
    }

    private bool TryApply(string key, string value, out string expected)
    {
        switch (key)
        {
            case "rseq":
                expected = "rseq takes auto or off";
                return TrySwitch(value, on => Rseq = on);
            case "reserve":
                expected = "reserve takes auto or off";
                return TrySwitch(value, on => Reserve = on);
            case "max_cached":
                expected = "max_cached takes a number from 0 to 65536";
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int slots) || slots > LargestMaxCached)
                    return false;
                MaxCached = slots;
                return true;
            case "cpu_cache":
                expected = "cpu_cache takes bytes from 65536 to 1073741824";
                if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) || bytes is < LeastCpuCacheBytes or > LargestCpuCacheBytes)
                    return false;
                CpuCacheBytes = bytes;
                return true;
            default:
                expected = "the keys are rseq, reserve, max_cached and cpu_cache";
                return false;
        }
    }

    private static bool TrySwitch(string value, Action<bool> apply)
    {
        if (value is not ("auto" or "off")) return false;
        apply(value == "auto");
        return true;
    }

    private static Configuration FromProcess()
    {
        string? variable = System.Environment.GetEnvironmentVariable("SLABWISE_CONF");
        Configuration result = variable is not null
            ? Parse(variable, "SLABWISE_CONF")
            : Parse(AppContext.GetData("Slabwise.Conf") as string, "Slabwise.Conf");
        foreach (string problem in result.Problems) Console.Error.WriteLine($"slabwise: {problem}");
        return result;
    }
}
