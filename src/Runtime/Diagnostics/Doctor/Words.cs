using System.Globalization;

namespace Slabwise.Diagnostics.Doctor;

/// <summary>Numbers as findings say them: rounded to read, and exact to compare with a report.</summary>
internal static class Words
{
    private const double Mebibyte = 1 << 20;

    public static string Bytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:F1} MiB ({bytes:N0} bytes)");

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):F0}%");

    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s");
}
