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
    /// <param name="child">True where another process started this one to measure it: it then ends with that process.</param>
    /// <param name="rate">Requests a second that it sends to itself, where nobody measures it; 0 for none.</param>
    /// <param name="connections">How many connections those come over.</param>
    /// <param name="cancel">Ends the server.</param>
    public static async Task<int> RunAsync(string variant, string url, int records, bool child, int rate, int connections, CancellationToken cancel)
    {
        if (child)
            Parent.EndWithIt();
        ISearchService service = SearchServiceFactory.Create(variant, records / StoreSize.RecordsPerUser);
        Settle();
        using ServerMeasurements measurements = new(variant);
        await using WebApplication app = SearchServer.Build(url, service, measurements, isWatched: !child);
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
        await using SteadyLoad? load = child || rate == 0 ? null : new SteadyLoad(new Uri(address).Port, rate, connections);
        if (!child)
            Console.WriteLine($"live page at {address}{SearchServer.LivePage}{(rate == 0 ? "" : $", under {rate} requests a second")}");
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
