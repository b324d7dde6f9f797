using System.Net;
using Microsoft.AspNetCore.Http;

namespace Slabwise.AspNetCore.Access;

/// <summary>Whether a request comes from a program on this machine that talks to the server itself.</summary>
/// <remarks>
/// <para>A reverse proxy on the same machine connects from loopback too, on behalf of anybody. What gives it away is a header of its own, the name that
/// the client asked for, or the old protocol version that proxies speak upstream; each of them is enough to refuse.</para>
/// <para>A host name that is not loopback's refuses pages of other sites whose name was made to resolve to 127.0.0.1; what browsers say of a request's
/// origin refuses links and forms on them.</para>
/// </remarks>
internal static class DirectConnection
{
    // Prefixes: X-Forwarded-For, -Host and all others; X-Original-* is what the forwarded headers middleware leaves behind.
    private static readonly string[] s_prefixes = ["X-Forwarded", "X-Original-", "X-ARR-", "X-Envoy-", "CF-", "Proxy-"];

    private static readonly string[] s_names =
    [
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-ProxyUser-Ip", "X-Azure-ClientIP", "X-Azure-SocketIP", "True-Client-IP",
        "Client-IP", "Fastly-Client-IP", "X-Host", "X-Proxy-Id", "X-Request-Via",
    ];

    /// <returns>Why the request is not direct; null if it is.</returns>
    public static string? Refusal(HttpContext context)
    {
        if (!IsLoopback(context.Connection.RemoteIpAddress) || !IsLoopback(context.Connection.LocalIpAddress))
            return "the connection is not one on the loopback address";
        if (ForwardingHeader(context.Request.Headers) is { } header) return $"the header {header} says that a proxy passed it on";
        if (!IsLoopback(context.Request.Host.Host)) return "the host that was asked for is not localhost";
        if (HttpProtocol.IsHttp10(context.Request.Protocol) || HttpProtocol.IsHttp09(context.Request.Protocol)) return "proxies speak HTTP/1.0";
        string site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "none" or "same-origin")) return "a page of another site asked for it";
        string origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && IsLoopback(from.Host))) return "a page of another site asked for it";
        return null;
    }

    private static string? ForwardingHeader(IHeaderDictionary headers) =>
        headers.Keys.FirstOrDefault(name => s_names.Contains(name, StringComparer.OrdinalIgnoreCase)
            || s_prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    // Without an address the connection is a Unix socket or an in-memory one: whose, nobody knows.
    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IsLoopback(address));
}
