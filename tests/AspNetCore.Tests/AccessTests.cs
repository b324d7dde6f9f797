using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed class AccessTests
{
    private static readonly string[] s_endpoints = ["stats.txt", "stats.json", "malloc_info.xml", "slabinfo", "doctor", "slabs?pools=0", "pprof/heap", "flamegraph", "", "page.js", "libraries.js"];

    public static TheoryData<string> Endpoints => [.. s_endpoints];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task AnotherAddressIsRefused(string endpoint)
    {
        await using TestHost host = await TestHost.Start(connection: From("192.0.2.7"));
        using HttpResponseMessage answer = await host.Get(endpoint);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("resident", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("::ffff:192.0.2.7", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData(null, false)]
    [InlineData("127.0.0.53", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    public async Task OnlyLoopbackAddressesAreLocal(string? address, bool isLocal)
    {
        await using TestHost host = await TestHost.Start(connection: From(address));
        using HttpResponseMessage answer = await host.Get("stats.txt");
        Assert.Equal(isLocal ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task AConnectionToAnotherOfOurAddressesIsRefused()
    {
        await using TestHost host = await TestHost.Start(connection: context => context.Connection.LocalIpAddress = IPAddress.Parse("192.0.2.1"));
        using HttpResponseMessage answer = await host.Get("stats.txt");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.7")]
    [InlineData("forwarded", "")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Anything", "x")]
    [InlineData("X-Original-For", "127.0.0.1:80")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CF-Connecting-IP", "192.0.2.7")]
    [InlineData("True-Client-IP", "192.0.2.7")]
    public async Task WhatAProxyPassedOnIsRefused(string header, string value)
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get("stats.txt", headers => headers.TryAddWithoutValidation(header, value));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(header, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task HeadersThatAMiddlewareConsumedStillRefuse()
    {
        await using TestHost host = await TestHost.Start(
            services: builder => builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All),
            pipeline: application =>
            {
                application.UseForwardedHeaders();
                application.MapSlabwise();
            });
        using HttpResponseMessage answer = await host.Get("stats.txt", headers => headers.TryAddWithoutValidation("X-Forwarded-For", "127.0.0.1"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("slabwise.example", false)]
    [InlineData("localhost.example", false)]
    [InlineData("127.0.0.1.example:80", false)]
    [InlineData("192.0.2.7", false)]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:5080", true)]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("[::1]:5080", true)]
    public async Task AForeignHostIsRefused(string name, bool isLocal)
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get("stats.txt", headers => headers.Host = name);
        Assert.Equal(isLocal ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://slabwise.example")]
    [InlineData("Origin", "null")]
    public async Task APageOfAnotherSiteIsRefused(string header, string value)
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get("stats.txt", headers => headers.TryAddWithoutValidation(header, value));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task TheVersionThatProxiesSpeakIsRefused()
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage answer = await host.Get("stats.txt", version: HttpVersion.Version10);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task APolicyOpensItToWhomItAllows()
    {
        await using TestHost host = await TestHost.Start(AddPolicy, WithPolicy, From("192.0.2.7"));
        foreach (string endpoint in s_endpoints)
        {
            using HttpResponseMessage stranger = await host.Get(endpoint, Proxied);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
            using HttpResponseMessage user = await host.Get(endpoint, headers => { Proxied(headers); headers.Authorization = new("Test", "user"); });
            Assert.Equal(HttpStatusCode.Forbidden, user.StatusCode);
            using HttpResponseMessage operatorOfIt = await host.Get(endpoint, headers => { Proxied(headers); headers.Authorization = new("Test", "operator"); });
            Assert.Equal(HttpStatusCode.OK, operatorOfIt.StatusCode);
            Assert.True(operatorOfIt.Headers.CacheControl!.NoStore);
        }

        static void Proxied(System.Net.Http.Headers.HttpRequestHeaders headers)
        {
            headers.Host = "slabwise.example";
            headers.TryAddWithoutValidation("X-Forwarded-For", "198.51.100.1");
        }
    }

    [Fact]
    public async Task APolicyThatNobodyAsksKeepsItClosed()
    {
        // The framework's own check is off and no authorization middleware runs.
        await using TestHost host = await TestHost.Start(
            builder =>
            {
                AddPolicy(builder);
                builder.Services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
            },
            application => ((IApplicationBuilder)application).UseRouting().UseEndpoints(endpoints => endpoints.MapSlabwise().RequireAuthorization("operators")),
            From("192.0.2.7"));
        using HttpResponseMessage answer = await host.Get("stats.txt");
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task AllowingAnyoneIsNoPolicy()
    {
        await using TestHost host = await TestHost.Start(
            AddPolicy, application => WithAllowed(application), From("192.0.2.7"));
        using HttpResponseMessage answer = await host.Get("stats.txt");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);

        static void WithAllowed(WebApplication application) => application.MapSlabwise().RequireAuthorization("operators").AllowAnonymous();
    }

    private static Action<HttpContext> From(string? address) =>
        context => context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);

    private static void WithPolicy(WebApplication application)
    {
        application.UseAuthentication();
        application.UseAuthorization();
        application.MapSlabwise().RequireAuthorization("operators");
    }

    private static void AddPolicy(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, NameInHeader>("Test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireUserName("operator"));
    }

    /// <summary>Believes whoever says a name.</summary>
    private sealed class NameInHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            string[] words = Request.Headers.Authorization.ToString().Split(' ');
            if (words.Length != 2) return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, words[1])], "Test");
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "Test")));
        }
    }
}
