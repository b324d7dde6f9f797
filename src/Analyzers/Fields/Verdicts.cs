using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>Counts, for every operation on the rental, whether it had been returned on all paths that lead there.</summary>
internal sealed class Verdicts
{
    private readonly Dictionary<(IOperation, Role), Count> _counts = [];

    public List<Incident> Incidents { get; } = [];

    public void Note(Role role, IOperation operation, Content content, FieldWorld world, Frame frame)
    {
        if (!_counts.TryGetValue((operation, role), out Count? count)) _counts.Add((operation, role), count = new Count());
        bool isRental = content.Kind is ContentKind.Rental or ContentKind.View;
        if (!isRental || world.Custody != Custody.Returned || world.Release is not { } release)
        {
            count.Held[world.Exceptional ? 1 : 0] = true;
            return;
        }

        count.Returned[world.Exceptional ? 1 : 0] = true;
        // The engine that follows one method sees both ends of what goes through one local.
        if (release.Load is not null && ReferenceEquals(release.Load, content.Load)) return;
        if (!world.Exceptional)
            Incidents.Add(new Incident(role, operation, frame.Call, release, world.Doubts.Length > 0));
    }

    /// <summary>Every path to the operation had returned the rental; paths through handlers do not weaken that.</summary>
    public bool IsDefinite(Incident incident) =>
        _counts.TryGetValue((incident.Operation, incident.Role), out Count? count) && count.Returned[0] && !count.Held[0];

    private sealed class Count
    {
        public bool[] Returned { get; } = new bool[2];

        public bool[] Held { get; } = new bool[2];
    }
}
