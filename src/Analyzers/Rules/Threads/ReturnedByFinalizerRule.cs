using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Rules.Threads;

internal static class ReturnedByFinalizerRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIdentifiers.ReturnedByFinalizer,
        "A rental is returned from a finalizer",
        "'{0}' runs on the finalizer thread, where others may still use what it returns, or have returned it",
        RuleCategories.Threads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A finalizer runs when its object is out of reach, which says nothing about the managed objects that it refers to: they may be in use elsewhere, or finalized already.",
        RuleIdentifiers.GetHelpUri(RuleIdentifiers.ReturnedByFinalizer),
        "CWE-416");

    /// <summary>A finalizer, or a <c>Dispose(bool)</c> that one calls with false.</summary>
    public static bool IsCandidate(ISymbol owner) => owner is IMethodSymbol method
        && (method.MethodKind == MethodKind.Destructor || (IsDisposeCore(method) && HasFinalizer(method.ContainingType)));

    public static void Analyze(OperationBlockAnalysisContext context, OwnershipModel model)
    {
        IParameterSymbol? disposing = ((IMethodSymbol)context.OwningSymbol).Parameters.FirstOrDefault();
        INamedTypeSymbol type = context.OwningSymbol.ContainingType;
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block is not IBlockOperation || !block.Descendants().OfType<IInvocationOperation>().Any(call => IsReturn(call, model, type))) continue;
            foreach (BasicBlock reached in Reachable(context.GetControlFlowGraph(block), disposing))
            {
                foreach (IOperation statement in reached.BranchValue is { } value ? reached.Operations.Append(value) : reached.Operations)
                    foreach (IInvocationOperation call in statement.DescendantsAndSelf().OfType<IInvocationOperation>())
                        if (IsReturn(call, model, type)) context.ReportDiagnostic(Diagnostic.Create(Descriptor, call.Syntax.GetLocation(), call.Syntax.ToString()));
            }
        }
    }

    // What the finalizer itself rents is nobody else's.
    private static bool IsReturn(IInvocationOperation call, OwnershipModel model, INamedTypeSymbol type)
    {
        if (call is { TargetMethod.Name: "Dispose", Instance: { } instance } && Affinity.IsBoundToItsThread(instance.Type)) return true;
        return Returns.In(call, model).Any(returned => returned.To.Family != Family.Native && (returned.To != Allocator.MemoryPool || SpeaksOfPools(type))
            && (returned.Value.WithoutConversions() is not ILocalReferenceOperation local || !RentedLocals.IsRented(local.Local, local, model)));
    }

    // An owner may hold native memory and have no finalizer of its own; only of a pool's is it known that it needs none.
    private static bool SpeaksOfPools(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(part => part.GetSyntax().ToString().IndexOf("MemoryPool<", StringComparison.Ordinal) >= 0);

    private static bool IsDisposeCore(IMethodSymbol method) =>
        method is { Name: "Dispose", ReturnsVoid: true, Parameters.Length: 1 } && method.Parameters[0].Type.SpecialType == SpecialType.System_Boolean;

    private static bool HasFinalizer(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
            if (current.GetMembers("Finalize").OfType<IMethodSymbol>().Any(method => method.MethodKind == MethodKind.Destructor)) return true;
        return false;
    }

    // Nothing is known in a finalizer but that it was not Dispose() that called.
    private static IEnumerable<BasicBlock> Reachable(ControlFlowGraph graph, IParameterSymbol? disposing)
    {
        HashSet<int> seen = [0];
        Stack<int> open = new([0]);
        while (open.Count > 0)
        {
            BasicBlock block = graph.Blocks[open.Pop()];
            yield return block;
            bool? outcome = block.BranchValue is { } test && block.ConditionKind != ControlFlowConditionKind.None ? ValueOf(test, disposing) : null;
            bool jumps = outcome is null || outcome == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
            if (jumps) Go(block.ConditionalSuccessor);
            if (outcome is null || !jumps) Go(block.FallThroughSuccessor);
            foreach (Handler handler in Handler.Around(block.EnclosingRegion)) Enter(handler.Entry);
        }

        void Go(ControlFlowBranch? branch)
        {
            if (branch?.Destination is { } destination) Enter(destination.Ordinal);
        }

        void Enter(int ordinal)
        {
            if (seen.Add(ordinal)) open.Push(ordinal);
        }
    }

    private static bool? ValueOf(IOperation test, IParameterSymbol? disposing) => test.WithoutConversions() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => !ValueOf(not.Operand, disposing),
        IParameterReferenceOperation parameter when SymbolEqualityComparer.Default.Equals(parameter.Parameter, disposing) => false,
        _ => null,
    };
}
