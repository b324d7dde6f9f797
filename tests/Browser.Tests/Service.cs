using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Slabwise.Browser.Tests;

/// <summary>An application with the live page, which can be stopped and started again at the same address.</summary>
internal sealed class Service : IAsyncDisposable
{
    private WebApplication? _application;

    public string Address { get; private set; } = "http://127.0.0.1:0";

    public string Page => Address + "/slabwise/";

    public static async Task<Service> Start()
    {
        var service = new Service();
        await service.StartAgain();
        return service;
    }

    public async Task StartAgain()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address);
        builder.AddSlabwise();
        _application = builder.Build();
        _application.MapSlabwise();
        await _application.StartAsync();
        Address = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public async Task Stop()
    {
        // Connections that the browser keeps open would delay the end.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application!.StopAsync(now.Token);
        await _application.DisposeAsync();
        _application = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null) await Stop();
    }
}
