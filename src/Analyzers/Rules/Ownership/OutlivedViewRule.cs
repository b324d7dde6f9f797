using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Flow.Lifetimes;

namespace Slabwise.Analyzers.Rules.Ownership;

internal static class OutlivedViewRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.OutlivedView,
        "A view, pointer or unfinished task outlives the rental that it uses",
        "'{0}' goes back to its pool, but {1} at line {2} lives on and uses memory that somebody else may have rented by then",
        RuleCategories.Ownership,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A memory, segment, pointer or lazy sequence over a rental, and a task that still reads or writes it, are good only until the rental is returned.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.OutlivedView),
        "CWE-416");

    public static Diagnostic? Classify(LocalRental rental, Escape escape)
    {
        string? what = (escape.Tie, escape.Route) switch
        {
            (Tie.View, _) => "a view of it",
            (Tie.Task, EscapeRoute.Returned) => "the task that is returned",
            (Tie.Task, _) => "a task that nobody has waited for",
            (_, EscapeRoute.Started) => "code that is started on another thread",
            _ => null,
        };
        return what is null ? null : Report(Descriptor, rental, escape, rental.Local.Name, what, Describe.Line(escape.Operation));
    }

    // The return is what comes too early; where a using implies it, the place that lets the value out is all there is to see.
    internal static Diagnostic Report(DiagnosticDescriptor descriptor, LocalRental rental, Escape escape, params object[] arguments)
    {
        IOperation returned = escape.ReturnedBy!;
        (IOperation main, IOperation other) = !returned.IsImplicit ? (returned, escape.Operation) : (escape.Operation, rental.Rent);
        return Diagnostic.Create(descriptor, main.Syntax.GetLocation(), [other.Syntax.GetLocation()], arguments);
    }
}
