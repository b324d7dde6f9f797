namespace Slabwise.Benchmarks.Catalog;

/// <summary>The time after which an allocator is to have given idle memory back.</summary>
internal static class Decay
{
    /// <summary>Ours and jemalloc's by default.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>What a quick run asks of those who can be asked.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>The allocator with the short time, where it has a setting for it.</summary>
    public static Allocator Shortened(Allocator allocator)
    {
        string milliseconds = $"dirty_decay_ms:{Short.TotalMilliseconds:0}";
        if (allocator.IsSlabwise) return With(allocator, "SLABWISE_CONF", milliseconds);
        return allocator.Preload?.Name == "jemalloc" ? With(allocator, "MALLOC_CONF", milliseconds) : allocator;
    }

    private static Allocator With(Allocator allocator, string variable, string setting)
    {
        string? before = allocator.Environment.GetValueOrDefault(variable);
        return allocator with
        {
            Environment = new Dictionary<string, string>(allocator.Environment) { [variable] = before is null ? setting : $"{before},{setting}" },
        };
    }
}
