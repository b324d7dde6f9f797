using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;
using Slabwise.Analyzers.Options;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class LeakOnThrowRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.LeakOnThrow,
        "An exception leaves a rental behind",
        "The '{0}' that '{1}' rents is not returned if line {2} throws",
        RuleCategories.Ownership,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The rental is returned on every normal path, but not where something throws between the rent and the return.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.LeakOnThrow),
        "CWE-401", "CWE-772");

    /// <summary>Dropping an array on an exception is what the framework does itself: the collector takes it.</summary>
    private static readonly RuleOption<bool> s_arrayPool = RuleOption.Switch(RuleIdentifiers.LeakOnThrow, "array_pool", false);

    private static readonly RuleOption<bool> s_objectPool = RuleOption.Switch(RuleIdentifiers.LeakOnThrow, "object_pool", false);

    public static IEnumerable<Diagnostic> Classify(Outcome outcome, OptionReader options)
    {
        // On a normal path it is a leak, and a worse one; of a lease the missing using says it.
        if (!outcome.Leaks.IsEmpty || outcome.ThrowingLeaks.IsEmpty || outcome.Site.Operation is not { } rent || LeaseWithoutUsingRule.Covers(outcome)) yield break;
        SyntaxTree tree = rent.Syntax.SyntaxTree;
        if (outcome.Site.Allocator?.Family switch
        {
            Family.ArrayPool => !options.Get(s_arrayPool, tree),
            Family.ObjectPool => !options.Get(s_objectPool, tree),
            _ => false,
        }) yield break;

        IOperation? thrower = outcome.ThrowingLeaks.Select(leak => leak.Exit).Where(exit => exit is not null)
            .OrderBy(exit => exit!.Syntax.SpanStart).FirstOrDefault();
        // Nothing on the way is expected to throw: the edge is one that the graph has on every statement of a try.
        if (thrower is null) yield break;
        yield return Diagnostic.Create(
            Descriptor,
            rent.Syntax.GetLocation(),
            Describe.Type(outcome.Site),
            Describe.Call(rent),
            Describe.Line(thrower));
    }
}
