using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class CrossThreadReturnRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.CrossThreadReturn,
        "An object of a per-thread pool is returned on another thread",
        "'{0}' was rented from the per-thread pool of '{1}' and {2}: correct, but each such return takes the slow remote path",
        RuleCategories.Threads,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Return it on the thread that rented it, or use CacheKind.PerCpu, which does not care.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.CrossThreadReturn));

    public static IEnumerable<Diagnostic> Classify(ForeignBody body, OwnershipModel model)
    {
        foreach (IInvocationOperation call in body.Operations.OfType<IInvocationOperation>())
        {
            foreach ((IOperation value, _) in Returns.In(call, model))
            {
                if (body.OriginOf(value) is not ILocalSymbol origin || !Affinity.IsPerThread(origin.Type)) continue;
                if (!RentedLocals.IsRented(origin, value, model)) continue;
                yield return Report(call, origin, $"is returned on another thread by '{ThreadSinks.NameOf(body.Sink)}'");
            }
        }
    }

    /// <summary>A return of what another thread left in a channel or a concurrent collection.</summary>
    public static IEnumerable<Diagnostic> ClassifyTaken(IInvocationOperation call, OwnershipModel model)
    {
        foreach ((IOperation value, _) in Returns.In(call, model))
        {
            if (value.WithoutConversions() is not ILocalReferenceOperation { Local: { } local } || !Affinity.IsPerThread(local.Type)) continue;
            if (HandOver.IsTaken(local, call)) yield return Report(call, local, "is returned by the thread that it was handed to");
        }
    }

    private static Diagnostic Report(IInvocationOperation call, ILocalSymbol origin, string how) => Diagnostic.Create(
        Descriptor, call.Syntax.GetLocation(), origin.Name, Affinity.PooledTypeOf(origin.Type)!.Name, how);
}
