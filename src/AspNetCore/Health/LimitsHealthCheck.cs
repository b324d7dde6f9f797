using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Slabwise.AspNetCore.Health;

/// <summary>Degraded beyond the soft limit or four fifths of the hard one, unhealthy from nineteen twentieths of the hard limit on: allocations are about to fail.</summary>
internal sealed class LimitsHealthCheck : IHealthCheck
{
    public const string Name = "slabwise";

    /// <summary>Adds the check once, however often the host calls for it.</summary>
    public static void AddTo(HealthCheckServiceOptions options)
    {
        if (options.Registrations.All(check => check.Name != Name))
            options.Registrations.Add(new HealthCheckRegistration(Name, new LimitsHealthCheck(), failureStatus: null, tags: ["memory"]));
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge(SlabwiseControl.UseBytes, SlabwiseControl.SoftLimitBytes, SlabwiseControl.HardLimitBytes));

    /// <param name="use">Bytes in use.</param>
    /// <param name="soft">The soft limit in bytes, 0 for none.</param>
    /// <param name="hard">The hard limit in bytes, 0 for none.</param>
    public static HealthCheckResult Judge(long use, long soft, long hard)
    {
        var data = new Dictionary<string, object> { ["useBytes"] = use, ["softLimitBytes"] = soft, ["hardLimitBytes"] = hard };
        if (hard > 0 && use >= hard / 20 * 19)
            return HealthCheckResult.Unhealthy($"Slabwise holds {Bytes(use)} of its hard limit of {Bytes(hard)}; beyond it allocations fail.", data: data);
        if (hard > 0 && use >= hard / 5 * 4)
            return HealthCheckResult.Degraded($"Slabwise holds {Bytes(use)}, four fifths of its hard limit of {Bytes(hard)}.", data: data);
        if (soft > 0 && use > soft)
            return HealthCheckResult.Degraded($"Slabwise holds {Bytes(use)}, more than its soft limit of {Bytes(soft)}.", data: data);
        string limits = hard > 0 ? $"hard limit {Bytes(hard)}" : soft > 0 ? $"soft limit {Bytes(soft)}" : "no limit is set";
        return HealthCheckResult.Healthy($"Slabwise holds {Bytes(use)}; {limits}.", data);
    }

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):F1} MiB");
}
