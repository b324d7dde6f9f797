namespace Slabwise.Analyzers.Flow;

/// <summary>Who holds the followed rental.</summary>
internal enum Custody : byte
{
    NotRented,
    Rented,
    Returned,

    /// <summary>Returned on some of the paths that were joined: nothing definite can be said any more.</summary>
    MaybeReturned,
}
