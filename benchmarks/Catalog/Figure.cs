namespace Slabwise.Benchmarks.Catalog;

/// <summary>Names of what is measured besides time, as they stand in the reports.</summary>
internal static class Figure
{
    /// <summary>The most resident memory of the child process, in MiB.</summary>
    public const string RssPeak = "rssPeakMiB";

    /// <summary>Resident memory after the last round, in MiB.</summary>
    public const string RssEnd = "rssEndMiB";

    /// <summary>Resident memory after the last round as a multiple of that after the first one.</summary>
    public const string RssGrowth = "rssGrowth";

    /// <summary>Idle slots in hands and CPU blocks, times their size, in bytes, with nothing rented.</summary>
    public const string Cached = "cachedBytes";

    /// <summary>The same for each CPU that the kernel may ever name.</summary>
    public const string CachedPerCpu = "cachedBytesPerCpu";

    /// <summary>Managed bytes alive after everything is returned and a full collection, less those before the first rent.</summary>
    public const string Held = "heldBytes";

    /// <summary>Full collections from the first round to the last.</summary>
    public const string FullCollections = "gen2Count";

    /// <summary>Caches and metadata at rest, in bytes for each type and possible CPU.</summary>
    public const string Footprint = "bytesPerTypeAndCpu";

    /// <summary>Resident memory of a scene in MiB: at rest after a warm-up, with everything allocated, and at rest again.</summary>
    public const string RssBefore = "rssBeforeMiB", RssFull = "rssFullMiB", RssAfter = "rssAfterMiB";

    /// <summary>Resident memory with most blocks freed, and when others were allocated in their place, in MiB.</summary>
    public const string RssHoles = "rssHolesMiB", RssRefilled = "rssRefilledMiB";

    /// <summary>How much of a scene's resident memory stayed, in MiB, and as a part of what was allocated in percent.</summary>
    public const string Kept = "keptMiB", KeptPercent = "keptPercent";

    /// <summary>What stayed as a share of what may stay: 5% of what was there before, or 8 MiB.</summary>
    public const string KeptOfAllowed = "keptOfAllowed";

    /// <summary>The largest ratio of the times of two neighbouring sizes.</summary>
    public const string NeighbourRatio = "neighbourRatio";

    /// <summary>Metadata as a part of mapped bytes, in percent.</summary>
    public const string Metadata = "metadataPercent";
}
