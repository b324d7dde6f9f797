using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RestaurantSearch.Processes;
using RestaurantSearch.Search;

namespace RestaurantSearch.Server;

/// <summary>Runs one variant as a server until it is told to stop.</summary>
internal static class ServerCommand
{
    /// <summary>What a server prints before its address, once it takes requests.</summary>
    public const string Ready = "listening on ";

    /// <param name="variant">Which variant.</param>
    /// <param name="url">Where to listen.</param>
    /// <param name="records">The size of the store.</param>
    /// <param name="child">True where another process started this one: it then ends with that process.</param>
    /// <param name="cancel">Ends the server.</param>
    public static async Task<int> RunAsync(string variant, string url, int records, bool child, CancellationToken cancel)
    {
        if (child)
            Parent.EndWithIt();
        ISearchService service = SearchServiceFactory.Create(variant, records / StoreSize.RecordsPerUser);
        Settle();
        using ServerMeasurements measurements = new(variant);
        await using WebApplication app = SearchServer.Build(url, service, measurements);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine(Ready + address);
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    /// <summary>
    /// Puts every variant where a service is that has been up for long: what lives is in the oldest generation. Without this
    /// the variants that keep their records on the heap would pay for the filling of the store while they are measured.
    /// </summary>
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
