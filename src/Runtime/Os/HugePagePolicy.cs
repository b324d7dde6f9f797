using Slabwise.Shared;

namespace Slabwise.Os;

/// <summary>What transparent huge pages mean for memory that is given back: in which pieces, and what the system is told of new ranges.</summary>
/// <remarks>A huge page of which a part is given back is split, and the kernel's background thread may make it whole again out of fresh memory: what went
/// back returns, at the price of both. So where pages may be huge they go back in whole ones. Decided once.</remarks>
internal static class HugePagePolicy
{
    private const string SystemFolder = "/sys/kernel/mm/transparent_hugepage/";
    private const long Usual = 2 << 20;

    /// <summary>Bytes of a huge page; 0 where the system has none, or larger ones than a range could ever fill.</summary>
    public static readonly long HugeBytes = ReadSize(SystemFolder + "hpage_pmd_size");

    /// <summary>Whether ranges lie in huge pages as far as they can, by option or by the system's own setting.</summary>
    public static readonly bool IsHuge = Decide(SlabwiseOptions.HugePages, ReadMode(SystemFolder + "enabled")) && HugeBytes > 0;

    /// <summary>Memory goes back in aligned pieces of so many bytes: a power of two.</summary>
    public static readonly long Granule = IsHuge ? HugeBytes : Math.Max(SlabGeometry.PageBytes, Environment.SystemPageSize);

    /// <summary>Tells the system how a reservation's pages are wanted; parts that are committed later inherit it.</summary>
    public static void Apply(nint address, nint bytes)
    {
        if (SlabwiseOptions.HugePages != HugePages.Default) _ = OsMemory.Current.AdviseHuge(address, bytes, SlabwiseOptions.HugePages == HugePages.Always);
    }

    /// <summary>Whether pages are going to be huge.</summary>
    /// <param name="option">What was asked for.</param>
    /// <param name="mode">What the system does: <c>always</c>, <c>madvise</c> or <c>never</c>.</param>
    internal static bool Decide(HugePages option, string mode) => option switch
    {
        HugePages.Always => mode is "always" or "madvise",
        HugePages.Never => false,
        _ => mode == "always",
    };

    /// <summary>Reads the chosen word of a list such as <c>always [madvise] never</c>; <c>never</c> where there is none.</summary>
    internal static string ReadMode(string path)
    {
        string list = Read(path);
        int open = list.IndexOf('[', StringComparison.Ordinal), close = list.IndexOf(']', StringComparison.Ordinal);
        return open >= 0 && close > open ? list[(open + 1)..close] : "never";
    }

    private static long ReadSize(string path) => long.TryParse(Read(path), out long bytes) && bytes == Usual ? bytes : 0;

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
