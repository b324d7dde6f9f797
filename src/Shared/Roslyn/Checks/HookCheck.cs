using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>Whether an idle object keeps alive what its last user put into it.</summary>
internal static class HookCheck
{
    private const int NamesShown = 3;

    /// <summary>At most one finding.</summary>
    public static IEnumerable<Finding> Find(PooledDeclaration declaration)
    {
        if (PoolHook.Find(declaration.Type, KnownNames.OnReturn).Runs) yield break;
        ImmutableArray<string> names = [.. ReferenceState(declaration.Type)];
        if (names.IsEmpty) yield break;

        string shown = string.Join(", ", names.Take(NamesShown)) + (names.Length > NamesShown ? ", ..." : "");
        string count = names.Length == 1 ? "1 field that refers" : $"{names.Length} fields that refer";
        yield return new Finding(FindingKind.StateWithoutHook, declaration.Location, declaration.DisplayName, count, shown);
    }

    private static IEnumerable<string> ReferenceState(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null && !t.DeclaringSyntaxReferences.IsEmpty; t = t.BaseType)
        {
            foreach (IFieldSymbol field in SourceStruct.InstanceFields(t))
                if (!field.Type.IsUnmanagedType && field.Type is not IErrorTypeSymbol && !HoldsNothing(field))
                    yield return SourceStruct.NameOf(field);
            foreach (IEventSymbol handlers in SourceStruct.FieldLikeEvents(t)) yield return handlers.Name;
        }
    }

    // Set once, and referring to nothing that a request could leave behind: a readonly view (Memory, ArraySegment) cannot be cleared either.
    private static bool HoldsNothing(IFieldSymbol field) => field.IsReadOnly
        && (field.Type is { IsValueType: true, Name: "Memory" or "ReadOnlyMemory" or "ArraySegment" }
            || field.Type.SpecialType is SpecialType.System_String or SpecialType.System_Object
            || field.Type.ToDisplayString() == "System.Threading.Lock");
}
