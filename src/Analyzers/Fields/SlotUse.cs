using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>All that the type's code does with one slot, path or no path.</summary>
internal sealed class SlotUse
{
    public List<(Member Member, IOperation Value)> Stores { get; } = [];

    /// <summary>What a store brings, also where it comes by way of one local.</summary>
    public static IOperation Source((Member Member, IOperation Value) store)
    {
        IOperation value = store.Value.WithoutConversions();
        return value is ILocalReferenceOperation { Local: { } local } && !store.Member.Variables.IsShared(local)
            && store.Member.Variables.SourcesOf(local) is { Count: 1 } sources
                ? sources[0].WithoutConversions()
                : value;
    }

    public static bool IsNull((Member Member, IOperation Value) store) =>
        Constants.TryRead(store.Value, out Content content) && content.Kind == ContentKind.Null;

    public List<IInvocationOperation> Releases { get; } = [];

    /// <summary>Code writes or returns the slot where no path leads that could be followed: in a lambda, through another
    /// instance, through an address.</summary>
    public bool IsWild { get; set; }

    /// <summary>The value goes to somebody who may return it.</summary>
    public bool MayLeave { get; set; }

    /// <summary>Members that write the slot by reference, as <c>Interlocked</c> does.</summary>
    public List<Member> WrittenByReference { get; } = [];
}
