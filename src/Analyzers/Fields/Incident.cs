using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>A use or a return of a rental that had been returned.</summary>
internal sealed class Incident
{
    public Incident(Role role, IOperation operation, IOperation? call, Release release, bool isDoubtful, bool isStillInSlot)
    {
        Role = role;
        Operation = operation;
        Call = call;
        Release = release;
        IsDoubtful = isDoubtful;
        IsStillInSlot = isStillInSlot;
    }

    public Role Role { get; }

    public IOperation Operation { get; }

    /// <summary>The call in the outermost body that led there, if it does not stand in it itself.</summary>
    public IOperation? Call { get; }

    public Release Release { get; }

    /// <summary>Whether control comes here from the return hangs on a test that nobody can decide.</summary>
    public bool IsDoubtful { get; }

    /// <summary>The return left the value in the slot.</summary>
    public bool IsStillInSlot { get; }
}
