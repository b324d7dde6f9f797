using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using Slabwise.AspNetCore.Health;
using Slabwise.AspNetCore.Kestrel;
using Slabwise.AspNetCore.Reports;
using Slabwise.AspNetCore.Settings;

namespace Slabwise;

/// <summary>Slabwise in a host.</summary>
public static class SlabwiseBuilderExtensions
{
    /// <summary>The section of the configuration that is read.</summary>
    public const string SectionName = "Slabwise";

    /// <summary>Sets <see cref="SlabwiseOptions"/>, <see cref="SlabwiseControl"/> and <see cref="SlabwiseHostOptions"/> from the section <c>Slabwise</c> of the
    /// configuration, replaces the host's object pools and the server's memory pool, and registers the health check <c>slabwise</c>.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Changes what the configuration said of the host; null for no change.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// <para>Keys are the properties' names: <c>"Slabwise": { "DirtyDecayMilliseconds": 5000, "HardLimitBytes": 2147483648 }</c>. What stands there is as if
    /// code had set it, so it has precedence over <c>SLABWISE_CONF</c>.</para>
    /// <para>Health checks are answered where the application maps them: <c>app.MapHealthChecks("/health")</c>. <c>AddHealthChecks()</c> need not be called for that.</para>
    /// <para>Options freeze when the first pool starts: call this before anything is rented. Decay times and limits can still change afterwards, and
    /// are then set for the whole process.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">There is no builder.</exception>
    /// <exception cref="OptionsValidationException">The section has a key that is none, a value that does not fit, or one that comes too late; each is named.</exception>
    public static TBuilder AddSlabwise<TBuilder>(this TBuilder builder, Action<SlabwiseHostOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var host = new SlabwiseHostOptions();
        SectionReader.Apply(builder.Configuration.GetSection(SectionName), host);
        configure?.Invoke(host);

        IServiceCollection services = builder.Services;
        if (host.ObjectPools)
            services.Replace(ServiceDescriptor.Singleton<ObjectPoolProvider>(new SlabObjectPoolProvider { MaximumRetained = host.MaximumRetained }));
        if (host.MemoryPool)
        {
            services.RemoveAll<IMemoryPoolFactory<byte>>();    // the server's defaults are two, and the last one counts
            services.AddSingleton<IMemoryPoolFactory<byte>, BlockPoolFactory>();
            services.Replace(ServiceDescriptor.Singleton(host));
        }

        services.TryAddSingleton<SnapshotHistory>();
        if (host.HealthCheck) AddHealthCheck(services);
        return builder;
    }

    // A method of its own: a service without it does not load the assembly, 250 KB.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddHealthCheck(IServiceCollection services)
    {
        services.AddHealthChecks();
        services.Configure<HealthCheckServiceOptions>(LimitsHealthCheck.AddTo);
    }
}
