using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Fields;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class WrongPoolRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.WrongPool,
        "A rental is returned to another pool than its own",
        "'{0}' returns to {1} what was rented from {2} at line {3}",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Each pool keeps its own books, and each allocator its own heap: the one loses the rental, the other refuses it or is corrupted by it.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.WrongPool),
        "CWE-762");

    public static Diagnostic Classify(Finding finding) => Diagnostic.Create(
        Descriptor, finding.At.Syntax.GetLocation(), [finding.Other!.Syntax.GetLocation()],
        Describe.Call(finding.At), finding.Pools.To, finding.Pools.From, Describe.Line(finding.Other));

    public static IEnumerable<Diagnostic> Classify(Outcome outcome, OwnershipModel model)
    {
        if (outcome.Site is not { Allocator: { } origin, Operation: IInvocationOperation rent }) yield break;
        foreach (Tally tally in outcome.Returns)
        {
            if (tally.Operation is not IInvocationOperation call || Mismatch(origin, rent, call, outcome.Variables, model) is not { } names) continue;
            yield return Diagnostic.Create(
                Descriptor,
                call.Syntax.GetLocation(),
                [rent.Syntax.GetLocation()],
                Describe.Call(call),
                names.To,
                names.From,
                Describe.Line(rent));
        }
    }

    private static (string From, string To)? Mismatch(
        Allocator origin, IInvocationOperation rent, IInvocationOperation call, RootVariables variables, OwnershipModel model)
    {
        foreach (IParameterSymbol parameter in call.TargetMethod.Parameters)
            if (model.ReleasedBy(parameter) is { } target && target.Refuses(origin)) return (origin.Name, target.Name);
        if (origin.Family is not (Family.ArrayPool or Family.ObjectPool)
            || rent.Instance is null || call.Instance is null || rent.Instance.Syntax.IsEquivalentTo(call.Instance.Syntax, topLevel: false)
            || PoolIdentity.Of(rent.Instance, variables) is not { } from
            || PoolIdentity.Of(call.Instance, variables) is not { } to) return null;
        return from.DiffersFrom(to) ? ("'" + from.Name + "'", "'" + to.Name + "'") : null;
    }
}
