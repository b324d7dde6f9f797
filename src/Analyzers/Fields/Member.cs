using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>The body of one method, accessor or initializer of the type.</summary>
internal sealed class Member
{
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<ISymbol, int> _numbers;
    private ControlFlowGraph? _graph;
    private Body? _body;
    private bool? _isIterator;

    public Member(ISymbol symbol, ImmutableArray<IOperation> blocks, Dictionary<ISymbol, int> numbers, CancellationToken cancellation)
    {
        Symbol = symbol;
        Blocks = blocks;
        _numbers = numbers;
        _cancellation = cancellation;
        Variables = new RootVariables(blocks.SelectMany(block => block.DescendantsAndSelf()));
    }

    public ISymbol Symbol { get; }

    public IMethodSymbol? Method => Symbol as IMethodSymbol;

    public ImmutableArray<IOperation> Blocks { get; }

    public RootVariables Variables { get; }

    /// <summary>Runs when the object is made, before any other code can see it.</summary>
    public bool IsInitializer => Symbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) };

    public bool IsIterator => _isIterator ??= Blocks.Any(block => block.Descendants().Any(part => part.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak));

    public Body? Body => _body ??= (Graph() is { } graph ? new Body(graph, this, Symbol, _numbers) : null);

    public Body LocalFunction(ControlFlowGraph outer, IMethodSymbol function) =>
        new(outer.GetLocalFunctionControlFlowGraph(function, _cancellation), this, function, _numbers);

    private ControlFlowGraph? Graph()
    {
        if (_graph is not null) return _graph;
        foreach (IOperation block in Blocks)
        {
            IOperation root = block;
            while (root.Parent is not null) root = root.Parent;
            _graph = root switch
            {
                IMethodBodyOperation method => ControlFlowGraph.Create(method, _cancellation),
                IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, _cancellation),
                IBlockOperation body => ControlFlowGraph.Create(body, _cancellation),
                IFieldInitializerOperation field => ControlFlowGraph.Create(field, _cancellation),
                IPropertyInitializerOperation property => ControlFlowGraph.Create(property, _cancellation),
                _ => null,
            };
            if (_graph is not null) return _graph;
        }

        return null;
    }
}
