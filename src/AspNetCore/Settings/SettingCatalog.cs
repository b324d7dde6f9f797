namespace Slabwise.AspNetCore.Settings;

/// <summary>The keys of the section.</summary>
internal static class SettingCatalog
{
    private const int LongestDecay = 86_400_000;

    public static Setting[] For(SlabwiseHostOptions host) =>
    [
        Setting.Switch(nameof(SlabwiseOptions.RestartableSequences), () => SlabwiseOptions.RestartableSequences, value => SlabwiseOptions.RestartableSequences = value),
        Setting.Switch(nameof(SlabwiseOptions.ReserveAddressSpace), () => SlabwiseOptions.ReserveAddressSpace, value => SlabwiseOptions.ReserveAddressSpace = value),
        Setting.Switch(nameof(SlabwiseOptions.NumaAware), () => SlabwiseOptions.NumaAware, value => SlabwiseOptions.NumaAware = value),
        Setting.Number(nameof(SlabwiseOptions.MaxCached), 0, 65_536, () => SlabwiseOptions.MaxCached, value => SlabwiseOptions.MaxCached = (int)value),
        Setting.Number(nameof(SlabwiseOptions.CpuCacheBytes), 65_536, 1 << 30, () => SlabwiseOptions.CpuCacheBytes, value => SlabwiseOptions.CpuCacheBytes = value),
        Setting.Number(nameof(SlabwiseOptions.DirtyDecayMilliseconds), -1, LongestDecay, () => SlabwiseOptions.DirtyDecayMilliseconds,
            value => SlabwiseOptions.DirtyDecayMilliseconds = (int)value, value => SlabwiseControl.DirtyDecayMilliseconds = (int)value),
        Setting.Number(nameof(SlabwiseOptions.MuzzyDecayMilliseconds), -1, LongestDecay, () => SlabwiseOptions.MuzzyDecayMilliseconds,
            value => SlabwiseOptions.MuzzyDecayMilliseconds = (int)value, value => SlabwiseControl.MuzzyDecayMilliseconds = (int)value),
        Setting.Number(nameof(SlabwiseOptions.SoftLimitBytes), -1, long.MaxValue, () => SlabwiseOptions.SoftLimitBytes,
            value => SlabwiseOptions.SoftLimitBytes = value, value => SlabwiseControl.SoftLimitBytes = value),
        Setting.Number(nameof(SlabwiseOptions.HardLimitBytes), 0, long.MaxValue, () => SlabwiseOptions.HardLimitBytes,
            value => SlabwiseOptions.HardLimitBytes = value, value => SlabwiseControl.HardLimitBytes = value),
        Setting.Name(nameof(SlabwiseOptions.HugePages), () => SlabwiseOptions.HugePages, value => SlabwiseOptions.HugePages = value),
        Setting.Control(nameof(SlabwiseControl.SampleBytes), 0, long.MaxValue, () => SlabwiseControl.SampleBytes, value => SlabwiseControl.SampleBytes = value),
        Setting.Control(nameof(SlabwiseControl.GuardBytes), 0, long.MaxValue, () => SlabwiseControl.GuardBytes, value => SlabwiseControl.GuardBytes = value),
        Setting.OfHost(Setting.Switch(nameof(SlabwiseHostOptions.ObjectPools), () => host.ObjectPools, value => host.ObjectPools = value)),
        Setting.OfHost(Setting.Number(nameof(SlabwiseHostOptions.MaximumRetained), 0, int.MaxValue, () => host.MaximumRetained, value => host.MaximumRetained = (int)value)),
        Setting.OfHost(Setting.Switch(nameof(SlabwiseHostOptions.MemoryPool), () => host.MemoryPool, value => host.MemoryPool = value)),
        Setting.OfHost(Setting.Switch(nameof(SlabwiseHostOptions.TrimMalloc), () => host.TrimMalloc, value => host.TrimMalloc = value)),
        Setting.OfHost(Setting.Switch(nameof(SlabwiseHostOptions.HealthCheck), () => host.HealthCheck, value => host.HealthCheck = value)),
    ];
}
