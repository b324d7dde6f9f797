using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

/// <summary>The kind of double return in which each return goes by another variable.</summary>
internal static class CopyReturnedRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.CopyReturned,
        "A handle or owner is copied, and each copy is returned",
        "'{0}' returns a copy of what was already returned as '{1}' at line {2}",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Copying a handle, or a reference to an owner, does not copy the rental behind it: only one of the copies may return it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.CopyReturned),
        "CWE-415");

    public static IEnumerable<Diagnostic> Classify(Outcome outcome, OwnershipModel model)
    {
        foreach (Tally tally in outcome.AfterReturn)
        {
            if (!IsCopy(tally, model, out string? first)) continue;
            yield return Diagnostic.Create(
                Descriptor,
                tally.Operation.Syntax.GetLocation(),
                [tally.ReturnedBy!.Syntax.GetLocation()],
                Describe.Call(tally.Operation),
                first,
                Describe.Line(tally.ReturnedBy));
        }
    }

    /// <summary>Whether a double return is one of two copies; arrays have no copies, only names.</summary>
    public static bool IsCopy(Tally tally, OwnershipModel model, out string? first)
    {
        first = null;
        if (tally is not { Role: Role.Return, ReturnedBy: IInvocationOperation before, Operation: IInvocationOperation after }) return false;
        if (ReturnedBy(before, model) is not { } earlier || ReturnedBy(after, model) is not { } later) return false;
        first = earlier.Name;
        return !SymbolEqualityComparer.Default.Equals(earlier, later) && later.Type is not (IArrayTypeSymbol or IPointerTypeSymbol) && !Addresses.IsAddress(later.Type);
    }

    private static ILocalSymbol? ReturnedBy(IInvocationOperation call, OwnershipModel model)
    {
        foreach (IArgumentOperation argument in call.Arguments)
            if (argument.Parameter is { } parameter && model.ReleasedBy(parameter) is not null) return (argument.Value.WithoutConversions() as ILocalReferenceOperation)?.Local;
        return (call.Instance?.WithoutConversions() as ILocalReferenceOperation)?.Local;
    }
}
