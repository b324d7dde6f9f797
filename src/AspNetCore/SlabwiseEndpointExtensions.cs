using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Slabwise.AspNetCore.Access;
using Slabwise.AspNetCore.Page;
using Slabwise.AspNetCore.Reports;

namespace Slabwise;

/// <summary>Slabwise's live page and reports over HTTP.</summary>
public static class SlabwiseEndpointExtensions
{
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the live page to a path, and below it <c>stats.txt</c>, <c>stats.json</c>, <c>malloc_info.xml</c>, <c>slabinfo</c>, <c>doctor</c>, <c>slabs</c>,
    /// <c>pprof/heap</c> and <c>flamegraph</c>.</summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <param name="pattern">The path.</param>
    /// <returns>The endpoints' conventions. <c>RequireAuthorization("policy")</c> on them opens the reports to whom the policy allows.</returns>
    /// <remarks>
    /// <para>Without a policy they answer only direct connections on the loopback address that ask for a loopback host name and were not passed on by a proxy, and
    /// refuse everybody else with status 403. A fallback policy of the application counts on top of that, not instead.</para>
    /// <para>Answers are never to be stored. Requests share one snapshot in a quarter of a second and its reports. A profile with
    /// <c>seconds</c> switches sampling on for so long; there is one such recording at a time.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static IEndpointConventionBuilder MapSlabwise(this IEndpointRouteBuilder endpoints, string pattern = "/slabwise")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        SnapshotHistory history = endpoints.ServiceProvider.GetService<SnapshotHistory>() ?? new SnapshotHistory();
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        foreach (SharedReport report in SharedReport.All())
            Map(group, report.Route, context => Write(context, report.ContentType, report.Of(history.Latest())));
        Map(group, "doctor", new DoctorReport(history).Answer);
        Map(group, "slabs", new SlabMapReport().Answer);
        var profile = new ProfileReport();
        Map(group, "pprof/heap", profile.Pprof);
        Map(group, "flamegraph", profile.Flamegraph);
        foreach (PageFile file in PageFiles.All) Map(group, file.Route, context => Show(context, file));
        return group;
    }

    private static void Map(RouteGroupBuilder group, string route, RequestDelegate answer) =>
        group.MapMethods(route, s_methods, Gate.Guard(answer)).WithDisplayName($"Slabwise {route}");

    // Names in the page are relative to its own, which must therefore end with a slash.
    private static Task Show(HttpContext context, PageFile file)
    {
        if (file.Route.Length == 0 && !context.Request.Path.Value!.EndsWith('/'))
        {
            context.Response.Redirect($"{context.Request.PathBase}{context.Request.Path}/", permanent: false);
            return Task.CompletedTask;
        }

        context.Response.Headers.ContentSecurityPolicy = PageFiles.ContentSecurityPolicy;
        return Write(context, file.ContentType, file.Bytes);
    }

    private static Task Write(HttpContext context, string contentType, byte[] bytes)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
