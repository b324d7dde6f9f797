using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Slabwise.AspNetCore.Tests;

/// <summary>An application on Kestrel, on a free port of the loopback address.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestHost(WebApplication application)
    {
        _application = application;
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _application.Services;

    /// <summary>Starts an application that has Slabwise's reports.</summary>
    /// <param name="services">Adds to what the application has.</param>
    /// <param name="pipeline">Maps the reports and what else is wanted; by default the reports alone.</param>
    /// <param name="connection">What is made out of each connection before anything looks at it.</param>
    public static async Task<TestHost> Start(Action<WebApplicationBuilder>? services = null, Action<WebApplication>? pipeline = null, Action<HttpContext>? connection = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddSlabwise();
        services?.Invoke(builder);
        WebApplication application = builder.Build();
        if (connection is not null)
        {
            application.Use((context, next) =>
            {
                connection(context);
                return next(context);
            });
        }

        if (pipeline is null) application.MapSlabwise();
        else pipeline(application);
        await application.StartAsync();
        return new TestHost(application);
    }

    /// <summary>Asks for one of the reports.</summary>
    public async Task<HttpResponseMessage> Get(string path, Action<HttpRequestHeaders>? headers = null, Version? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/slabwise/" + path) { Version = version ?? HttpVersion.Version11 };
        headers?.Invoke(request.Headers);
        return await Client.SendAsync(request);
    }

    public static IConfigurationSection Section(params (string Key, string? Value)[] entries) =>
        new ConfigurationBuilder().AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create(entry.Key.Length == 0 ? "Slabwise" : "Slabwise:" + entry.Key, entry.Value))).Build().GetSection("Slabwise");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
