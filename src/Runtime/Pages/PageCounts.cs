namespace Slabwise.Pages;

/// <summary>What a source's committed pages are, in bytes.</summary>
/// <remarks><c>Active + Dirty + Muzzy + Retained == mapped</c>, and the first three are resident.</remarks>
/// <param name="Active">Pages with something on them that is in use, or in a cache above.</param>
/// <param name="Dirty">Free pages that were written and not given back.</param>
/// <param name="Muzzy">Free pages that the system may take whenever it wants, and may have taken already.</param>
/// <param name="Retained">Pages that hold no memory: given back, or never touched.</param>
internal readonly record struct PageCounts(long Active, long Dirty, long Muzzy, long Retained)
{
    public long Resident => Active + Dirty + Muzzy;

    public long Mapped => Resident + Retained;

    public static PageCounts operator +(PageCounts a, PageCounts b) =>
        new(a.Active + b.Active, a.Dirty + b.Dirty, a.Muzzy + b.Muzzy, a.Retained + b.Retained);
}
