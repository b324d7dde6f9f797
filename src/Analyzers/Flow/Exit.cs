namespace Slabwise.Analyzers.Flow;

/// <summary>How one bundle of paths leaves the body.</summary>
internal readonly struct Exit
{
    public Exit(World world)
    {
        Custody = world.Custody;
        Escaped = world.Escaped;
        Exceptional = world.Exceptional;
        Result = world.Result;
    }

    public Custody Custody { get; }

    /// <summary>Somebody beside the caller may hold the rental.</summary>
    public bool Escaped { get; }

    public bool Exceptional { get; }

    /// <summary>What the body returns.</summary>
    public Value Result { get; }

    public bool HandsOver => Result == Value.Rental;
}
