namespace Slabwise.Benchmarks.Results;

/// <summary>A line of the table and of the JSON report, whose field names are the property names in camel case.</summary>
internal sealed record Row
{
    public required string Workload { get; init; }
    public required string Allocator { get; init; }
    public required int Threads { get; init; }

    /// <summary>The median of the rounds.</summary>
    public required double NsPerOp { get; init; }
    public required double NsPerOpMin { get; init; }
    public required double NsPerOpMax { get; init; }
    public required double RssPeakMiB { get; init; }
    public required double RssEndMiB { get; init; }
    public required string Note { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Resident memory after the first round.</summary>
    public required double RssFirstMiB { get; init; }

    /// <summary>What the loop told besides time.</summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    /// <summary>Median to the median of the fastest peer.</summary>
    public double? RatioToBestPeer { get; init; }
    public string? BestPeer { get; init; }

    /// <summary>Median to the median of the fastest library called from C.</summary>
    public double? RatioToBestC { get; init; }
    public string? BestC { get; init; }

    /// <summary>Median of the ratios to that library within each round.</summary>
    public double? PairedRatioToBestC { get; init; }
}
