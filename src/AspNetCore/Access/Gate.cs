using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Slabwise.AspNetCore.Access;

/// <summary>In front of every answer: who may have it, and the headers that all of them carry.</summary>
internal static class Gate
{
    // So that a page knows when it talks to another process at the same address.
    private static readonly string s_instance = Guid.NewGuid().ToString("N");

    public static RequestDelegate Guard(RequestDelegate answer) => context =>
    {
        SetHeaders(context.Response.Headers);
        if (HasPolicy(context) || DirectConnection.Refusal(context) is not { } why) return answer(context);
        return Plain.Write(context, StatusCodes.Status403Forbidden,
            $"Refused: {why}.\nWithout an authorization policy, this answers only direct connections from the same machine. MapSlabwise(...).RequireAuthorization(\"policy\") opens it to whom the policy allows.\n");
    };

    // Then the framework has asked the policy before it came here: it throws where an endpoint has one and no middleware looks at it, unless told not to.
    private static bool HasPolicy(HttpContext context)
    {
        EndpointMetadataCollection? of = context.GetEndpoint()?.Metadata;
        return of?.GetMetadata<IAuthorizeData>() is not null && of.GetMetadata<IAllowAnonymous>() is null
            && !context.RequestServices.GetRequiredService<IOptions<RouteOptions>>().Value.SuppressCheckForUnhandledSecurityMetadata;
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers["Slabwise-Instance"] = s_instance;
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }
}
