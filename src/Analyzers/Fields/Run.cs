namespace Slabwise.Analyzers.Fields;

/// <summary>How one call of a member can end.</summary>
internal sealed class Run
{
    public Run(List<FieldWorld> exits, List<FieldWorld> thrown, Verdicts verdicts)
    {
        Exits = exits;
        Thrown = thrown;
        Verdicts = verdicts;
    }

    public List<FieldWorld> Exits { get; }

    /// <summary>Worlds that left by an exception of a rent or of a throw statement.</summary>
    public List<FieldWorld> Thrown { get; }

    public Verdicts Verdicts { get; }
}
