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
        return options.JsonFile is null || TryWrite(options.JsonFile, rows) ? 0 : 1;
    }

    private static bool TryWrite(string path, List<ResultRow> rows)
    {
        try
        {
            ResultFile.Write(path, rows);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return false;
        }
    }
}
