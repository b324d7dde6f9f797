using System.Globalization;
using System.Runtime.CompilerServices;

namespace Slabwise.Diagnostics;

/// <summary>The settings as text gives them: <c>SLABWISE_CONF</c>, else the runtimeconfig property <c>Slabwise.Conf</c>.</summary>
internal sealed class Configuration
{
    public const int LargestMaxCached = 65_536, LongestDecay = 86_400_000;
    public const long LeastCpuCacheBytes = 64 << 10, LargestCpuCacheBytes = 1 << 30;

    public static readonly Configuration Environment = FromProcess();

    private readonly List<string> _problems = [];
    private readonly string _source;

    private Configuration(string source) => _source = source;

    public bool Rseq { get; private set; } = true;

    public bool Reserve { get; private set; } = true;

    public int MaxCached { get; private set; }

    public long CpuCacheBytes { get; private set; } = 4 << 20;

    public int DirtyDecay { get; private set; } = 10_000;

    public int MuzzyDecay { get; private set; }

    public HugePages HugePages { get; private set; }

    public long SoftLimit { get; private set; } = -1;

    public long HardLimit { get; private set; }

    public bool Numa { get; private set; } = true;

    public long SampleBytes { get; private set; }

    public long GuardBytes { get; private set; }

    /// <summary>What was not understood or cannot be had, one sentence each.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_problems) return [.. _problems];
        }
    }

    /// <summary>Reads a list such as <c>rseq:off,max_cached:256</c>.</summary>
    public static Configuration Parse(string? text, string source)
    {
        var result = new Configuration(source);
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? part : part[..colon].Trim();
            string value = colon < 0 ? "" : part[(colon + 1)..].Trim();
            if (!result.TryApply(key, value, out string expected))
                result._problems.Add(result.Ignored(part, expected));
        }

        return result;
    }

    /// <summary>Says on standard error too that a setting of the process's is ignored.</summary>
    public void Refuse(string part, string reason)
    {
        string problem = Ignored(part, reason);
        Console.Error.WriteLine($"slabwise: {problem}");
        lock (_problems) _problems.Add(problem);
    }

    private string Ignored(string part, string reason) => $"{_source}: '{part}' is ignored; {reason}.";

    private bool TryApply(string key, string value, out string expected)
    {
        switch (key)
        {
            case "rseq":
                return TrySwitch(key, value, on => Rseq = on, out expected);
            case "reserve":
                return TrySwitch(key, value, on => Reserve = on, out expected);
            case "numa":
                return TrySwitch(key, value, on => Numa = on, out expected);
            case "max_cached":
                return TryNumber(key, value, 0, LargestMaxCached, slots => MaxCached = (int)slots, out expected);
            case "cpu_cache":
                return TryNumber(key, value, LeastCpuCacheBytes, LargestCpuCacheBytes, bytes => CpuCacheBytes = bytes, out expected);
            case "dirty_decay_ms":
                return TryNumber(key, value, -1, LongestDecay, ms => DirtyDecay = (int)ms, out expected);
            case "muzzy_decay_ms":
                return TryNumber(key, value, -1, LongestDecay, ms => MuzzyDecay = (int)ms, out expected);
            case "soft_limit":
                return TryNumber(key, value, -1, long.MaxValue, bytes => SoftLimit = bytes, out expected);
            case "hard_limit":
                return TryNumber(key, value, 0, long.MaxValue, bytes => HardLimit = bytes, out expected);
            case "sample_bytes":
                return TryNumber(key, value, 0, long.MaxValue, bytes => SampleBytes = bytes, out expected);
            case "guard_bytes":
                return TryNumber(key, value, 0, long.MaxValue, bytes => GuardBytes = bytes, out expected);
            case "thp":
                expected = "thp takes default, always or never";
                HugePages = value switch { "always" => HugePages.Always, "never" => HugePages.Never, _ => HugePages.Default };
                return value is "default" or "always" or "never";
            default:
                expected = "the keys are rseq, reserve, numa, max_cached, cpu_cache, dirty_decay_ms, muzzy_decay_ms, soft_limit, hard_limit, sample_bytes, guard_bytes and thp";
                return false;
        }
    }

    private static bool TrySwitch(string key, string value, Action<bool> apply, out string expected)
    {
        expected = $"{key} takes auto or off";
        if (value is not ("auto" or "off")) return false;
        apply(value == "auto");
        return true;
    }

    private static bool TryNumber(string key, string value, long least, long most, Action<long> apply, out string expected)
    {
        expected = string.Create(CultureInfo.InvariantCulture, $"{key} takes a number from {least}{(most == long.MaxValue ? " on" : $" to {most}")}");
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) || number < least || number > most)
            return false;
        apply(number);
        return true;
    }

    private static Configuration FromProcess()
    {
        string? variable = System.Environment.GetEnvironmentVariable("SLABWISE_CONF");
        Configuration result = variable is not null
            ? Parse(variable, "SLABWISE_CONF")
            : Parse(AppContext.GetData("Slabwise.Conf") as string, "Slabwise.Conf");
        if (result.Problems.Count > 0) Tell(result.Problems);
        return result;
    }

    // A method of its own: compiling a call to the console loads its assembly, 250 KB that a service may have no other use for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tell(IReadOnlyList<string> problems)
    {
        foreach (string problem in problems) Console.Error.WriteLine($"slabwise: {problem}");
    }
}
