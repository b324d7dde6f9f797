using System.Globalization;
using System.Text;
using Slabwise.Diagnostics.Doctor;

namespace Slabwise;

/// <summary>What <see cref="SlabwiseDoctor"/> found.</summary>
public sealed class Diagnosis
{
    internal Diagnosis(StatisticsChange change, IReadOnlyList<Finding> findings)
    {
        Change = change;
        Findings = findings;
    }

    /// <summary>What was examined.</summary>
    public StatisticsChange Change { get; }

    /// <summary>The findings, those that explain the most bytes first. Empty for a process that is well.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The diagnosis as text: a line for the process, then two a finding, what it is and what to do.</summary>
    public override string ToString()
    {
        ProcessMemory process = Change.Later.Process;
        var text = new StringBuilder();
        string verdict = Findings.Count switch { 0 => "nothing to report", 1 => "1 finding", _ => $"{Findings.Count} findings" };
        text.Append(CultureInfo.InvariantCulture, $"slabwise doctor: {verdict} over {Change.Elapsed.TotalSeconds:F1} s; resident set {Words.Bytes(process.ResidentSetBytes)}: slabwise {Words.Bytes(process.SlabwiseBytes)}, gc heap {Words.Bytes(process.GcHeapBytes)}, other {Words.Bytes(process.OtherBytes)}\n");
        for (int at = 0; at < Findings.Count; at++)
            text.Append(CultureInfo.InvariantCulture, $"{at + 1}. {Findings[at].Title}: {Findings[at].Message}\n   {Findings[at].Knob}\n");
        return text.ToString();
    }
}
