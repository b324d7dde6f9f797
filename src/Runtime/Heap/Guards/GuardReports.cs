using System.Globalization;
using System.Text;
using Slabwise.Os;
using Slabwise.Pages;

namespace Slabwise.Heap.Guards;

/// <summary>What is said of a misused guarded block: its pool, who allocated it, who freed it.</summary>
/// <remarks>A touch of a closed page is a signal, in which nothing managed may run. So each place's report is written ahead, to memory of its own, whenever its block changes
/// hands; the handler writes it to standard error and goes on to the runtime's, which writes the stack of the access and ends the process. Where no handler
/// could be set (not x64 Linux), only the latter is said.</remarks>
internal static unsafe class GuardReports
{
    private const int TextBytes = 8192;

    private static byte* s_texts;
    private static SignalText* s_table;

    public static void Open(byte* places)
    {
        s_texts = (byte*)PageHeap.MapSideArray(GuardSpace.Places * TextBytes);
        s_table = (SignalText*)PageHeap.MapSideArray(GuardSpace.Places * sizeof(SignalText));
        if (s_texts is not null && s_table is not null) FaultHandler.TrySet(places, (nint)GuardSpace.Places << GuardSpace.PlaceShift, GuardSpace.PlaceShift, s_table);
    }

    /// <summary>Writes what a touch of a place's closed pages means now.</summary>
    public static void Describe(int place, GuardedBlock of)
    {
        if (s_texts is null || s_table is null) return;
        byte* text = s_texts + (nint)place * TextBytes;
        string what = of.FreeStack is null ? "a touch beyond the end or before the start of" : "a touch after the free of";
        Encoding.UTF8.TryGetBytes(Report(what, of, null), new Span<byte>(text, TextBytes), out int written);
        s_table[place] = new SignalText { Text = text, Length = written };
    }

    public static string OfBadFree(GuardedBlock of, void* ptr, string stack) =>
        Report(of.Block == ptr ? "a second free of" : string.Create(CultureInfo.InvariantCulture, $"a free of 0x{(nint)ptr:x}, which lies in or beside"), of, stack);

    public static string OfDamage(GuardedBlock of, long at, string stack) =>
        Report(string.Create(CultureInfo.InvariantCulture, $"at its free, byte {at} was found overwritten, counted from the start of"), of, stack);

    private static string Report(string what, GuardedBlock of, string? now)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"slabwise: {what} a block of {of.Bytes} bytes at 0x{(nint)of.Block:x} of the pool {of.Pool}\n   allocated\n{of.AllocStack}");
        if (of.FreeStack is not null) text += $"   freed\n{of.FreeStack}";
        if (now is not null) text += $"   this free\n{now}";
        return text.Length <= TextBytes / 2 ? text : text[..(TextBytes / 2)];
    }
}
