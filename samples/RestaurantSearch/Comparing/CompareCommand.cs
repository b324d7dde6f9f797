namespace RestaurantSearch.Comparing;

/// <summary>The main job: measures the variants and prints the table.</summary>
internal static class CompareCommand
{
    public static async Task<int> RunAsync(ComparisonOptions options, CancellationToken cancel)
    {
        using Comparison comparison = new(options);
        // Children notice when their parent is gone, whatever ended it; this is for the case that it ends in good order.
        void Stop(object? sender, EventArgs e) => comparison.Dispose();
        AppDomain.CurrentDomain.ProcessExit += Stop;
        try
        {
            await comparison.RunAsync(cancel);
        }
        catch (InvalidOperationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Stop;
        }

        List<ResultRow> rows = [.. comparison.Servers.Select(s => new ResultRow(s, comparison.FixedRate))];
        Console.WriteLine(ResultTable.Format(rows));
        if (options.JsonFile is not null)
            ResultFile.Write(options.JsonFile, rows);
        return 0;
    }
}
