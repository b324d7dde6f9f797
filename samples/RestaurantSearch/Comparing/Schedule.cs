namespace RestaurantSearch.Comparing;

/// <summary>How the time that is left after the start is shared out.</summary>
/// <remarks>A third of it warms up: on two busy cores the JIT's background thread needs seconds, and before it is done the variants rank
/// otherwise than after it.</remarks>
internal sealed record Schedule(int Rounds, double WarmUpSeconds, double FullSpeedSeconds, double FixedRateSeconds)
{
    /// <summary>Reading the statistics and connecting, around every stretch.</summary>
    private const double Around = 0.45;

    private const double Shortest = 0.25;

    public static Schedule For(double secondsLeft, int variants)
    {
        int rounds = secondsLeft >= 12 * variants ? 5 : secondsLeft >= 8 * variants ? 3 : 1;
        double perVariant = secondsLeft / variants - 2 * rounds * Around;
        return new Schedule(
            rounds,
            Math.Max(Shortest, 0.34 * perVariant),
            Math.Max(Shortest, 0.24 * perVariant / rounds),
            Math.Max(Shortest, 0.42 * perVariant / rounds));
    }
}
