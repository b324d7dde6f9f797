namespace Slabwise.Diagnostics.Reports;

/// <summary>The text report's table of CPUs.</summary>
internal static class CpuTableText
{
    public static void Write(IReadOnlyList<CpuStatistics> cpus, TextWriter text)
    {
        if (cpus.Count == 0) return;
        TextReport.Line(text, $"\n{"cpu",-6} {"blocks",7} {"idle slots",12} {"idle bytes",14} {"capacity",14} {"budget",14} {"hits",14} {"misses",14} {"hit rate",9}");
        foreach (CpuStatistics cpu in cpus)
        {
            double rate = cpu.Uses == 0 ? 0 : 100.0 * cpu.Hits / cpu.Uses;
            TextReport.Line(text, $"{cpu.Cpu,-6} {cpu.Blocks,7:N0} {cpu.IdleSlots,12:N0} {cpu.IdleBytes,14:N0} {cpu.CapacityBytes,14:N0} {cpu.BudgetBytes,14:N0} {cpu.Hits,14:N0} {cpu.Misses,14:N0} {rate,8:F1}%");
        }
    }
}
