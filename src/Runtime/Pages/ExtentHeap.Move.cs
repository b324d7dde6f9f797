using Slabwise.Os;

namespace Slabwise.Pages;

/// <content>Pages that change their place instead of being copied.</content>
internal unsafe partial struct ExtentHeap
{
    // Pages that were moved cannot share a mapping with their neighbours, and a process may have some 65,000 mappings.
    private const long MostMoved = 8192;

    /// <summary>Moves what is on a live extent's pages to the start of another one that is at least as long, and frees the first; false, and nothing changed,
    /// where the system does not do that.</summary>
    public bool TryMove(uint from, uint to)
    {
        uint pages = Directory[from].Pages;
        if (MovedExtents >= MostMoved || !OsMemory.Current.Move((nint)AddressOf(from), (nint)AddressOf(to), (nint)pages << PageShift)) return false;
        _gate.Enter();
        bool movedBefore = Directory[from].IsMoved;
        if (movedBefore) MovedExtents--;
        if (!Directory[to].IsMoved) MovedExtents++;
        Directory[to].IsMoved = true;
        States[to] = Other;
        States[from] = 0;
        LiveExtents--;
        if (movedBefore) Mark(from, pages, PageKind.Held);
        else VacateEmpty(from, pages);
        _gate.Exit();
        if (movedBefore) Renew(from, pages);
        else PageHeap.AddResident(-((long)pages << PageShift));
        return true;
    }

    // Gives held pages, which still count as live, back by putting a new mapping in their place, one that grows together with its neighbours.
    private void Renew(uint page, uint pages)
    {
        nint address = (nint)AddressOf(page), length = (nint)pages << PageShift;
        bool renewed = OsMemory.Current.Renew(address, length);
        if (renewed) HugePagePolicy.Apply(address, length);
        bool mustWake = false;
        _gate.Enter();
        if (renewed) VacateEmpty(page, pages);
        else mustWake = Vacate(page, pages);
        _gate.Exit();
        AfterFree(mustWake, freed: !renewed);
        if (renewed) PageHeap.AddResident(-((long)pages << PageShift));
    }
}
