namespace Slabwise.Diagnostics.Profiling;

/// <summary>The names on a stack, and what is made of them once.</summary>
/// <param name="frames">The innermost first.</param>
/// <param name="isKnown">Whether the same stack gives the same object again.</param>
internal sealed class CallStack(string[] frames, bool isKnown)
{
    private const int MostLines = 24;

    private SiteOfPool? _sites;

    /// <summary>The innermost first.</summary>
    public string[] Frames => frames;

    public bool IsKnown => isKnown;

    /// <summary>All names in one text, by which stacks of different addresses are found to be the same.</summary>
    public string Key => field ??= string.Join('\n', frames);

    /// <summary>As a report shows it.</summary>
    public string Lines => field ??= string.Concat(frames.Take(MostLines).Select(frame => $"      at {frame}\n"));

    /// <summary>The profile's site of this stack and a pool, where it is known; under the profile's lock.</summary>
    /// <remarks>A stack rents from one pool or two: a short list that is at hand, where a table of stacks and pools would be read anew, by the pool's name.</remarks>
    public ProfileSite? SiteOf(string pool)
    {
        SiteOfPool? of = _sites;
        while (of is not null && of.Pool != pool) of = of.Next;
        return of?.Site;
    }

    /// <summary>Has <see cref="SiteOf"/> find a site.</summary>
    public void Remember(string pool, ProfileSite site) => _sites = new SiteOfPool(pool, site, _sites);

    private sealed record SiteOfPool(string Pool, ProfileSite Site, SiteOfPool? Next);
}
