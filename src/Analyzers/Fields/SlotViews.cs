using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>Finds the slots that are only ever views of one other slot, as <c>_memory = _rented.AsMemory()</c> makes them.</summary>
internal static class SlotViews
{
    public static IEnumerable<ISymbol> Of(ISymbol slot, TypeBodies type, SlotScan scan)
    {
        foreach (KeyValuePair<ISymbol, SlotUse> other in scan.Slots)
        {
            if (other.Key is not IFieldSymbol field || Addresses.IsAddress(field.Type) || !Views.IsView(field.Type) || other.Value.IsWild) continue;
            List<IOperation> values = [.. other.Value.Stores.Select(store => store.Value).Where(value => value.WithoutConversions() is not IDefaultValueOperation)];
            if (values.Count > 0 && values.TrueForAll(value => IsViewOf(slot, value, type))) yield return field;
        }
    }

    private static bool IsViewOf(ISymbol slot, IOperation value, TypeBodies type)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IInvocationOperation call when Views.Makes(call.TargetMethod) && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } source:
                    value = source;
                    break;
                case IObjectCreationOperation { Arguments.Length: > 0 } creation when Views.IsView(creation.Type):
                    value = creation.Arguments[0].Value;
                    break;
                case ISimpleAssignmentOperation assignment:
                    value = assignment.Target;
                    break;
                default:
                    return SymbolEqualityComparer.Default.Equals(type.SlotOf(value), slot);
            }
        }
    }
}
