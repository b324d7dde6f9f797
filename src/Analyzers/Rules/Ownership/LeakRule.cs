using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class LeakRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.Leak,
        "A rental is never returned on some path",
        "The '{0}' that '{1}' rents is not returned on {2}",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Every rental has to be returned on every path that leaves the method normally, unless it is handed on.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.Leak),
        "CWE-401", "CWE-772");

    public static readonly DiagnosticDescriptor Native = new(
        RuleIdentifiers.Leak,
        "A rental is never returned on some path",
        "The '{0}' that '{1}' rents is freed nowhere: unless '{2}' takes it over at line {3}, it is lost",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Native code may keep a pointer that it is given. Say what it does with [Owned] or [Borrowed] on the parameter.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.Leak),
        "CWE-401", "CWE-772");

    private static readonly ImmutableDictionary<string, string?> s_lent = ImmutableDictionary<string, string?>.Empty.Add(LeakProperties.Lent, "");

    public static IEnumerable<Diagnostic> Classify(Outcome outcome)
    {
        if (outcome.Leaks.IsEmpty && outcome.Site.Operation is { } lent && outcome.NativeLeaks.FirstOrDefault() is { Exit: { } call })
        {
            yield return Diagnostic.Create(
                Native, lent.Syntax.GetLocation(), DiagnosticSeverity.Info, [call.Syntax.GetLocation()], s_lent,
                Describe.Type(outcome.Site), Describe.Call(lent), Describe.Callee(call), Describe.Line(call));
        }

        if (outcome.Site.Operation is not { } rent || DiscardedRule.IsDiscarded(outcome.Site) || LeaseWithoutUsingRule.Covers(outcome)) yield break;
        // What is overwritten is another rule's, unless nothing at all returns the rental: then that is the defect.
        if (!outcome.Leaks.Any(leak => leak.LostAt is null)) yield break;
        yield return Diagnostic.Create(
            Descriptor, rent.Syntax.GetLocation(), Describe.Type(outcome.Site), Describe.Call(rent), Where(outcome));
    }

    private static string Where(Outcome outcome)
    {
        if (!outcome.EndsReturned) return "any path";
        int? line = outcome.Leaks.Where(leak => leak is { Exit: not null, LostAt: null }).Select(leak => (int?)Describe.Line(leak.Exit!)).Min();
        return line is null ? "some path" : string.Format(CultureInfo.InvariantCulture, "the path that leaves at line {0}", line);
    }
}
