namespace Slabwise.Benchmarks.Child;

/// <summary>Measures what an allocator keeps when everything has been returned.</summary>
internal interface IKeptFigures
{
    void BeginRound();

    /// <summary>To be asked once, after the last round, with nothing rented.</summary>
    IEnumerable<KeyValuePair<string, double>> AtRest();
}
