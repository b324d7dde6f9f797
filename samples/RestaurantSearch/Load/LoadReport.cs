namespace RestaurantSearch.Load;

/// <summary>What came of a <see cref="LoadOrder"/>, one line of JSON.</summary>
internal sealed record LoadReport
{
    public long Requests { get; init; }

    public double Seconds { get; init; }

    public double RequestsPerSecond => Seconds > 0 ? Requests / Seconds : 0;

    public long[] Latencies { get; init; } = [];

    public string AnswersHash { get; init; } = "";

    public string Error { get; init; } = "";
}
