using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>A rental that one local holds for its whole life: the shape in which code lends out what it returns.</summary>
internal sealed class LocalRental
{
    public LocalRental(ILocalSymbol local, IInvocationOperation rent, Allocator allocator, BasicBlock block, int index)
    {
        Local = local;
        Rent = rent;
        Allocator = allocator;
        Block = block;
        Index = index;
    }

    public ILocalSymbol Local { get; }

    public IInvocationOperation Rent { get; }

    public Allocator Allocator { get; }

    public BasicBlock Block { get; }

    /// <summary>Index in the block of the statement that rents.</summary>
    public int Index { get; }

    public static List<LocalRental> In(ControlFlowGraph graph, OwnershipModel model, RootVariables variables)
    {
        List<LocalRental> found = [];
        foreach (BasicBlock block in graph.Blocks)
        {
            for (int i = 0; i < block.Operations.Length; i++)
            {
                foreach (IOperation operation in block.Operations[i].DescendantsAndSelf())
                {
                    if (operation is not ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } local } } assignment) continue;
                    if (assignment.Value.WithoutConversions() is not IInvocationOperation rent || model.AcquiredBy(rent.TargetMethod) is not { OutParameter: < 0 } acquisition) continue;
                    if (!variables.IsShared(local) && variables.SourcesOf(local).Count(source => !IsNothing(source)) == 1)
                        found.Add(new LocalRental(local, rent, acquisition.Allocator, block, i));
                }
            }
        }

        return found;
    }

    public static bool IsNothing(IOperation value) => value.WithoutConversions() is var bare
        && (bare.IsNullConstant() || bare is IDefaultValueOperation || Addresses.IsNullAddress(bare));
}
