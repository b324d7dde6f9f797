using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class KeptInThreadStateRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.KeptInThreadState,
        "A rental is kept in thread-static or async-local state",
        "'{0}' is kept in '{1}', {2}",
        RuleCategories.Threads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Nothing returns what a thread-static field or ThreadLocal holds when its thread ends; what an AsyncLocal holds flows into every task that is started, each of which may return it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.KeptInThreadState),
        "CWE-772", "CWE-362");

    /// <summary>Looks at all members of a type that has such state: one of them may return what another one keeps.</summary>
    public static void StartType(SymbolStartAnalysisContext context, OwnershipModel model)
    {
        if (!((INamedTypeSymbol)context.Symbol).GetMembers().OfType<IFieldSymbol>().Any(ThreadSlots.IsSlot)) return;
        ThreadStateUse use = new(model);
        context.RegisterOperationAction(operation => use.Store((IAssignmentOperation)operation.Operation), OperationKind.SimpleAssignment, OperationKind.CoalesceAssignment);
        context.RegisterOperationAction(operation => use.Create((IObjectCreationOperation)operation.Operation), OperationKind.ObjectCreation);
        context.RegisterOperationAction(operation => use.Call((IInvocationOperation)operation.Operation), OperationKind.Invocation);
        context.RegisterOperationAction(operation => use.Read((IPropertyReferenceOperation)operation.Operation), OperationKind.PropertyReference);
        context.RegisterSymbolEndAction(end =>
        {
            foreach ((IFieldSymbol slot, IOperation value) in use.Kept) end.ReportDiagnostic(Report(slot, value));
        });
    }

    private static Diagnostic Report(IFieldSymbol slot, IOperation value) => Diagnostic.Create(
        Descriptor,
        value.Syntax.GetLocation(),
        value.Syntax.ToString(),
        slot.Name,
        ThreadSlots.Flows(slot)
            ? "which flows into every task that is started from here: each of them sees the same rental"
            : "of which each thread has its own: nothing returns it when its thread ends");
}
