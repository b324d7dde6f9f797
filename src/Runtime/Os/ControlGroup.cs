using System.Buffers.Text;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Slabwise.Os;

/// <summary>What the control groups that hold the process may use of memory, and whether they are about to use it up.</summary>
/// <remarks>
/// <para>A process is bound by its own group and by every group above it, so all of them are read: of version 2 the lesser of <c>memory.max</c>
/// and <c>memory.high</c>, of version 1 <c>memory.limit_in_bytes</c>. In a container the path that the kernel names may lie outside of what is mounted; what
/// is mounted then starts with the container's own group, which the way up ends at.</para>
/// <para>Bounds are read once. Files of use stay open, so that a look is a read into a buffer that is there already. One look at a time.</para>
/// </remarks>
internal sealed class ControlGroup
{
    // A version 1 group without a limit names the largest number of whole pages.
    private const long LeastUnlimited = 1L << 60;
    private const string Mount = "sys/fs/cgroup";

    private readonly List<Level> _levels = [];
    private readonly byte[] _text = new byte[8192];

    private ControlGroup()
    {
    }

    /// <summary>The process's own, found when it is first asked for.</summary>
    public static ControlGroup OfProcess { get; } = Find("/");

    /// <summary>The least bound of all groups in bytes; 0 where there is none.</summary>
    public long LimitBytes { get; private set; }

    /// <summary>Reads the groups under a root directory, which is <c>/</c> but for tests.</summary>
    public static ControlGroup Find(string root)
    {
        var found = new ControlGroup();
        foreach (string line in LinesOf(Path.Combine(root, "proc/self/cgroup")))
        {
            // hierarchy:controllers:path; version 2 has the number 0 and no controllers.
            string[] parts = line.Split(':', 3);
            if (parts.Length < 3) continue;
            if (parts[0] == "0" && parts[1].Length == 0)
                found.AddLevels(Path.Combine(root, Mount), parts[2], "memory.max", "memory.high", "memory.current", "inactive_file ");
            else if (parts[1].Split(',').Contains("memory"))
                found.AddLevels(Path.Combine(root, Mount, "memory"), parts[2], "memory.limit_in_bytes", null, "memory.usage_in_bytes", "total_inactive_file ");
        }

        return found;
    }

    /// <summary>Whether a group uses all but a twentieth of its bound. Pages of files that nobody has read lately do not count: the kernel drops them first.</summary>
    /// <remarks>Costs a read of some microseconds a bounded group, and allocates nothing.</remarks>
    public bool IsShort()
    {
        foreach (Level level in _levels)
        {
            long most = level.LimitBytes - level.LimitBytes / 20;
            if (ReadNumber(level.Usage, "") is var used && used >= most && used - ReadNumber(level.Statistics, level.InactiveKey) >= most) return true;
        }

        return false;
    }

    private void AddLevels(string mount, string path, string maxFile, string? highFile, string usageFile, string inactiveKey)
    {
        // A path with .. in it leads out of this process's view of the groups.
        string below = path.Contains("..", StringComparison.Ordinal) ? "" : path.Trim('/');
        while (true)
        {
            string directory = Path.Combine(mount, below);
            long limit = Math.Min(ReadLimit(directory, maxFile), highFile is null ? long.MaxValue : ReadLimit(directory, highFile));
            if (limit < LeastUnlimited) AddLevel(directory, limit, usageFile, inactiveKey);
            if (below.Length == 0) return;
            below = Path.GetDirectoryName(below) ?? "";
        }
    }

    private void AddLevel(string directory, long limit, string usageFile, string inactiveKey)
    {
        LimitBytes = LimitBytes == 0 ? limit : Math.Min(LimitBytes, limit);
        SafeFileHandle? usage = TryOpen(Path.Combine(directory, usageFile));
        if (usage is not null) _levels.Add(new Level(limit, usage, TryOpen(Path.Combine(directory, "memory.stat")), inactiveKey));
    }

    // The number that a file starts with, or the one behind a key at the start of a line; 0 where there is none.
    private long ReadNumber(SafeFileHandle? file, string key)
    {
        if (file is null) return 0;
        int length;
        try
        {
            length = RandomAccess.Read(file, _text, 0);
        }
        catch (IOException)
        {
            return 0;    // the group was removed, or the process moved
        }

        ReadOnlySpan<byte> rest = _text.AsSpan(0, length);
        while (rest.Length > 0)
        {
            if (StartsWith(rest, key)) return Utf8Parser.TryParse(rest[key.Length..], out long number, out _) ? number : 0;
            int end = rest.IndexOf((byte)'\n');
            if (end < 0) return 0;
            rest = rest[(end + 1)..];
        }

        return 0;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string key)
    {
        if (text.Length < key.Length) return false;
        for (int i = 0; i < key.Length; i++)
        {
            if (text[i] != key[i]) return false;
        }

        return true;
    }

    private static long ReadLimit(string directory, string file)
    {
        string[] lines = LinesOf(Path.Combine(directory, file));
        return lines.Length > 0 && long.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes > 0 ? bytes : long.MaxValue;
    }

    private static string[] LinesOf(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Level(long LimitBytes, SafeFileHandle Usage, SafeFileHandle? Statistics, string InactiveKey);
}
