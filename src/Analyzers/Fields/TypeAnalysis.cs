using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>Finds the slots of one type that hold rentals and analyses each.</summary>
internal static class TypeAnalysis
{
    private const int MaxSlots = 16;
    private const int MaxEntries = 120;

    public static IReadOnlyList<Finding> Run(TypeBodies type, FieldOwnership ownership, CancellationToken cancellation)
    {
        SlotScan scan = new(type, ownership);
        List<Entry> entries = [.. type.Members.Select(Entry.Of).Where(entry => entry is not null).Select(entry => entry!).Take(MaxEntries)];
        Dictionary<ISymbol, Content> initial = InitialFlags(scan);
        List<Finding> findings = [];
        foreach (KeyValuePair<ISymbol, SlotUse> slot in scan.Slots.Where(slot => MayHoldRental(slot.Key, slot.Value, type, scan, ownership)).Take(MaxSlots))
        {
            if (NeverReturned(slot.Key, slot.Value, type, ownership) is { } unreturned)
            {
                findings.Add(unreturned);
            }
            else if (!slot.Value.IsWild)
            {
                Budget budget = new(Budget.Default / 2, cancellation);
                findings.AddRange(new SlotAnalysis(type, ownership, scan, slot.Key, slot.Value, entries, initial, budget).Run());
            }
        }

        return findings;
    }

    private static bool MayHoldRental(ISymbol slot, SlotUse use, TypeBodies type, SlotScan scan, FieldOwnership ownership)
    {
        ITypeSymbol slotType = slot is IFieldSymbol field ? field.Type : ((IParameterSymbol)slot).Type;
        if (!ownership.CanHold(slotType)) return false;
        return use.Releases.Count > 0
            || use.Stores.Any(store => SlotUse.Source(store).DescendantsAndSelf().Any(part => ownership.AcquiredBy(part) is not null))
            || type.Members.Any(member => scan[member] is { Releases: true } touched && touched.Slots.Contains(slot));
    }

    // A flag that only disposals write has, while the object lives, the value with which it was made.
    private static Dictionary<ISymbol, Content> InitialFlags(SlotScan scan)
    {
        Dictionary<ISymbol, Content> initial = new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, SlotUse> slot in scan.Slots)
        {
            if (slot.Key is not IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 } flag || slot.Value.IsWild) continue;
            if (slot.Value.Stores.All(store => !store.Member.IsInitializer && EndsLife(store.Member))) initial.Add(flag, Constants.DefaultOf(flag.Type));
        }

        return initial;
    }

    private static bool EndsLife(Member member) =>
        member.Method is { MethodKind: MethodKind.Destructor } || member.Symbol.Name.Contains("Dispose") || member.Symbol.Name.Contains("Close")
        || member.Symbol.Name is "Free" or "Release" or "Destroy" or "Shutdown" or "Cleanup" or "CleanUp" or "Terminate";

    private static Finding? NeverReturned(ISymbol slot, SlotUse use, TypeBodies type, FieldOwnership ownership)
    {
        if (slot is IFieldSymbol field && (field.AssociatedSymbol ?? field).DeclaredAccessibility != Accessibility.Private) return null;
        if (use.MayLeave || use.IsWild || use.Releases.Count > 0 || IsPooledItself(type.Type)) return null;
        IOperation? rent = use.Stores.Select(store => store.Value.WithoutConversions()).FirstOrDefault(value => ownership.AcquiredBy(value) is not null);
        return rent is null ? null : new Finding(FindingKind.NeverReturned, slot, rent);
    }

    // An object that waits in a pool keeps its buffer on purpose.
    private static bool IsPooledItself(INamedTypeSymbol type)
    {
        if (type.AllInterfaces.Any(contract => contract.Name == "IResettable")) return true;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: true } field && Mentions(field.Type, type)) return true;
        }

        return false;
    }

    private static bool Mentions(ITypeSymbol where, INamedTypeSymbol type) => where switch
    {
        IArrayTypeSymbol array => Mentions(array.ElementType, type),
        INamedTypeSymbol named => SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, type) || named.TypeArguments.Any(argument => Mentions(argument, type)),
        _ => false,
    };
}
