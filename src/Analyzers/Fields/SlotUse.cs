using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Fields;

/// <summary>All that the type's code does with one slot, path or no path.</summary>
internal sealed class SlotUse
{
    public List<(Member Member, IOperation Value)> Stores { get; } = [];

    public List<IInvocationOperation> Releases { get; } = [];

    /// <summary>Code writes or returns the slot where no path leads that could be followed: in a lambda, through another
    /// instance, through an address.</summary>
    public bool IsWild { get; set; }

    /// <summary>The value goes to somebody who may return it.</summary>
    public bool MayLeave { get; set; }

    /// <summary>Members that write the slot by reference, as <c>Interlocked</c> does.</summary>
    public List<Member> WrittenByReference { get; } = [];
}
