using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>Collects what one call does to a rental that had been returned.</summary>
internal sealed class Verdicts
{
    public List<Incident> Incidents { get; } = [];

    /// <summary>The calls that returned the rental, and the bodies in which they stand.</summary>
    public List<(IInvocationOperation Call, Member Member)> Releases { get; } = [];

    public void Note(Role role, IOperation operation, Content content, bool isInSlot, FieldWorld world, Frame frame)
    {
        bool isRental = content.Kind is ContentKind.Rental or ContentKind.View;
        // Paths through handlers are no proof: what threw may have thrown before the return.
        if (!isRental || world.Custody != Custody.Returned || world.Release is not { } release || world.Exceptional) return;
        // The engine that follows one method sees both ends of what goes through one local.
        if (release.Load is not null && ReferenceEquals(release.Load, content.Load)) return;
        Incidents.Add(new Incident(role, operation, frame.Call, release, world.Doubts.Length > 0, isInSlot));
    }
}
