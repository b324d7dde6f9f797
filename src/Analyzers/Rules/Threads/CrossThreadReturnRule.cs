using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class CrossThreadReturnRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.CrossThreadReturn,
        "An object of a per-thread pool is returned on another thread",
        "'{0}' was rented from the per-thread pool of '{1}' and is returned on another thread by '{2}': correct, but each such return takes the slow remote path",
        RuleCategories.Threads,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Return it on the thread that rented it, or use CacheKind.PerCpu, which does not care.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.CrossThreadReturn));

    private const int PerThread = 1;

    public static IEnumerable<Diagnostic> Classify(ForeignBody body, OwnershipModel model)
    {
        foreach (IInvocationOperation call in body.Operations.OfType<IInvocationOperation>())
        {
            foreach (IOperation value in ReturnedBy(call, model))
            {
                if (body.OriginOf(value) is not ILocalSymbol origin || PooledType(origin.Type) is not { } pooled) continue;
                if (!IsPerThread(pooled) || !IsRented(origin, value, model)) continue;
                yield return Diagnostic.Create(
                    Descriptor, call.Syntax.GetLocation(), origin.Name, pooled.Name, ThreadSinks.NameOf(body.Sink));
            }
        }
    }

    private static IEnumerable<IOperation> ReturnedBy(IInvocationOperation call, OwnershipModel model)
    {
        foreach (IArgumentOperation argument in call.Arguments)
            if (argument.Parameter is { } parameter && model.ReleasedBy(parameter) is not null) yield return argument.Value;
        if (call.Instance is { } instance && model.ReleasedBy(call.TargetMethod, instance.Type) is not null)
            yield return instance;
    }

    private static INamedTypeSymbol? PooledType(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { TypeArguments.Length: 1 } generic && OwnershipModel.IsHandleOrLease(type))
            return generic.TypeArguments[0] as INamedTypeSymbol;
        return type as INamedTypeSymbol;
    }

    private static bool IsPerThread(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: "SizeClassPooledAttribute" } found || !OwnershipNames.IsOurNamespace(found.ContainingNamespace)) continue;
            foreach (KeyValuePair<string, TypedConstant> option in attribute.NamedArguments)
                if (option.Key == "Cache" && option.Value.Value is PerThread) return true;
        }

        return false;
    }

    // What is not seen to be rented by the starting code may well have been rented on the other thread.
    private static bool IsRented(ILocalSymbol local, IOperation place, OwnershipModel model)
    {
        IOperation root = place;
        while (root.Parent is not null) root = root.Parent;
        foreach (IOperation operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Same(declarator.Symbol) && Rents(value):
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Same(target.Local) && Rents(assignment.Value):
                case IInvocationOperation call when RentsInto(call):
                    return true;
            }
        }

        return false;

        bool Same(ISymbol other) => SymbolEqualityComparer.Default.Equals(other, local);

        bool Rents(IOperation value) => value.WithoutConversions() is IInvocationOperation call && model.AcquiredBy(call.TargetMethod) is { OutParameter: < 0 };

        bool RentsInto(IInvocationOperation call)
        {
            if (model.AcquiredBy(call.TargetMethod)?.ThroughParameter(call.TargetMethod) is not { } through) return false;
            foreach (IArgumentOperation argument in call.Arguments)
            {
                if (!SymbolEqualityComparer.Default.Equals(argument.Parameter, through)) continue;
                IOperation target = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
                return target is ILocalReferenceOperation reference && Same(reference.Local);
            }

            return false;
        }
    }
}
