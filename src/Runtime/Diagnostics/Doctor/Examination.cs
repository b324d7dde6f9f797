namespace Slabwise.Diagnostics.Doctor;

/// <summary>What the doctor looks at: two snapshots, and from how many bytes on something counts.</summary>
/// <param name="Change">The snapshots and what changed between them.</param>
/// <param name="Least">The least bytes worth a finding.</param>
internal sealed record Examination(StatisticsChange Change, long Least)
{
    public SlabwiseStatistics Earlier => Change.Earlier;

    public SlabwiseStatistics Later => Change.Later;

    public double Seconds => Change.Elapsed.TotalSeconds;
}
