namespace Slabwise.Slabs;

/// <summary>Which states of free pages a purge means.</summary>
[Flags]
internal enum PageKinds
{
    Dirty = 1,
    Muzzy = 2,
}

/// <summary>Which free pages leave, and how.</summary>
/// <param name="Kinds">The states that they leave.</param>
/// <param name="IsLazy">Whether the system only may take them, or has to at once.</param>
/// <param name="FromBusy">Whether slabs that were taken from since the last look lose pages too.</param>
internal readonly record struct Departure(PageKinds Kinds, bool IsLazy, bool FromBusy = false)
{
    /// <summary>The free pages of a slab that are meant.</summary>
    public uint Of(uint free, PageStates states)
    {
        uint meant = 0;
        if ((Kinds & PageKinds.Dirty) != 0) meant |= free & ~states.Gone & ~states.Muzzy;
        if ((Kinds & PageKinds.Muzzy) != 0) meant |= free & states.Muzzy;
        return meant;
    }
}

/// <summary>A slab that a purge holds: nobody takes slots from it while the system call runs.</summary>
internal struct HeldSlab
{
    public long Slab;

    /// <summary>The pages that leave.</summary>
    public uint Pages;

    /// <summary>Pages that were gone already, and may be part of a call.</summary>
    public uint Gone;
}
