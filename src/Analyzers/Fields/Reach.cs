using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Fields;

/// <summary>What a member touches itself and through the methods of the type that it calls.</summary>
internal sealed class Reach
{
    public Reach(Member start, TypeBodies type, SlotScan scan)
    {
        HashSet<Member> seen = [start];
        Stack<Member> open = new([start]);
        while (open.Count > 0)
        {
            MemberUse use = scan[open.Pop()];
            Releases |= use.Releases;
            Slots.UnionWith(use.Slots);
            Acquires.AddRange(use.Acquires);
            foreach (ISymbol called in use.Calls)
                if (called is IMethodSymbol method && type.BodyOf(method) is { } member && seen.Add(member)) open.Push(member);
        }
    }

    public bool Releases { get; private set; }

    public HashSet<ISymbol> Slots { get; } = new(SymbolEqualityComparer.Default);

    public List<IOperation> Acquires { get; } = [];
}
