using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using RestaurantSearch.Catalogue;

namespace RestaurantSearch.Load;

/// <summary>The load process: reads orders, a line each, and writes reports, until the orders end.</summary>
internal static class LoadCommand
{
    private const int Sessions = 30_000;

    public static int Run(int connections)
    {
        TypedQueries queries = new(RestaurantCatalogue.Load(), Sessions);
        while (Console.ReadLine() is { } line)
        {
            LoadOrder order = JsonSerializer.Deserialize<LoadOrder>(line)!;
            Console.WriteLine(JsonSerializer.Serialize(Obey(queries, order, connections)));
        }
        return 0;
    }

    private static LoadReport Obey(TypedQueries queries, LoadOrder order, int connections)
    {
        try
        {
            return order.Seconds == 0 ? AnswerCheck.Run(queries, order) : Drive(queries, order, connections);
        }
        catch (Exception failure) when (failure is SocketException or InvalidDataException)
        {
            return new LoadReport { Error = failure.Message };
        }
    }

    private static LoadReport Drive(TypedQueries queries, LoadOrder order, int connections)
    {
        Driver[] drivers = [.. Enumerable.Range(0, connections).Select(i => new Driver(queries, order, i, connections))];
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. drivers.Select(d => new Thread(() => d.Run(start)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        LatencyHistogram latencies = new();
        foreach (Driver driver in drivers)
        {
            latencies.Add(driver.Latencies);
            driver.Dispose();
        }
        return new LoadReport
        {
            Requests = latencies.Count,
            Seconds = seconds,
            Latencies = latencies.ToPairs(),
            Error = drivers.FirstOrDefault(d => d.Failure is not null)?.Failure?.Message ?? "",
        };
    }
}
