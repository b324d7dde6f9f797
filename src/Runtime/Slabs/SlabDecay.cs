using Slabwise.Pages;

namespace Slabwise.Slabs;

/// <summary>How many free pages one pool's slabs may still hold; made at the first look, since most types of a program never give a slot back to
/// its slab.</summary>
internal struct SlabDecay
{
    public Decay Dirty, Muzzy;

    /// <summary>Whether somebody advances the two at this moment.</summary>
    public bool IsLooking;
}

/// <summary>Free pages of slabs that were not taken from since the look before.</summary>
/// <param name="Dirty">Those that hold memory.</param>
/// <param name="Muzzy">Those that the system may take.</param>
/// <param name="IsBusy">Whether slabs with free slots were passed over because they are in use.</param>
internal readonly record struct IdlePages(long Dirty, long Muzzy, bool IsBusy);
