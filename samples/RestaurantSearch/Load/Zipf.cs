namespace RestaurantSearch.Load;

/// <summary>Draws ranks so that the first is wanted twice as often as the second, three times as often as the third.</summary>
internal sealed class Zipf
{
    private readonly double[] _cumulated;

    public Zipf(int count)
    {
        _cumulated = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++)
            _cumulated[rank] = sum += 1.0 / (rank + 1);
    }

    public int Next(Random random)
    {
        int at = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, _cumulated.Length - 1);
    }
}
