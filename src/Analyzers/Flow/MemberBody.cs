using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Slabwise.Analyzers.Flow;

/// <summary>The code of one member, with what every rule asks of it: walked once, not once a rule.</summary>
internal sealed class MemberBody
{
    public MemberBody(ImmutableArray<IOperation> blocks)
    {
        Blocks = blocks;
        Operations = [.. blocks.SelectMany(block => block.DescendantsAndSelf())];
        Variables = new RootVariables(Operations);
    }

    public ImmutableArray<IOperation> Blocks { get; }

    /// <summary>All operations, each before those inside of it.</summary>
    public IOperation[] Operations { get; }

    public RootVariables Variables { get; }
}
