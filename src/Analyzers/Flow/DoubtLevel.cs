namespace Slabwise.Analyzers.Flow;

/// <summary>Which tests make a path doubtful.</summary>
internal enum DoubtLevel : byte
{
    None,

    /// <summary>Tests of the rental's own length or identity.</summary>
    AboutRental,

    /// <summary>Also tests of what decided whether there is a rental, where paths without one pass too.</summary>
    AboutCause,
}
