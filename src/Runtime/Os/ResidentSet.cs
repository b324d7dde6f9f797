using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Slabwise.Os;

/// <summary>The process's resident set.</summary>
internal static class ResidentSet
{
    private const int LongestLine = 128;

    private static readonly SafeFileHandle? s_statm = Open();

    /// <summary>Bytes of the process's pages that are in memory; 0 where the system does not say. Allocates nothing on Linux.</summary>
    /// <remarks>The kernel's own count, which it keeps a CPU and sums up now and then: off by some hundred KiB.</remarks>
    public static long Read()
    {
        if (s_statm is null) return Environment.WorkingSet;
        Span<byte> line = stackalloc byte[LongestLine];
        int length;
        try
        {
            length = RandomAccess.Read(s_statm, line, fileOffset: 0);
        }
        catch (IOException)
        {
            return 0;
        }

        return Parse(line[..length]);
    }

    // Pages: size, resident, shared, ...
    internal static long Parse(ReadOnlySpan<byte> line)
    {
        int second = line.IndexOf((byte)' ') + 1;
        return second > 0 && Utf8Parser.TryParse(line[second..], out long pages, out _) ? pages * Environment.SystemPageSize : 0;
    }

    private static SafeFileHandle? Open()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.OpenHandle("/proc/self/statm") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
