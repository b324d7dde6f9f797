using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow;

namespace Slabwise.Analyzers.Fields;

/// <summary>One graph with what is asked of it again and again: the body of a member or of a local function.</summary>
internal sealed class Body
{
    private readonly Dictionary<ISymbol, Body> _functions = new(SymbolEqualityComparer.Default);
    private readonly List<Handler>?[] _handlers;
    private PostDominators? _postDominators;

    public Body(ControlFlowGraph graph, Member member, ISymbol owner, Dictionary<ISymbol, int> numbers)
    {
        Graph = graph;
        Member = member;
        Owner = owner;
        _handlers = new List<Handler>?[graph.Blocks.Length];
        Conditions = new ConditionReader(member.Variables, numbers);
        foreach (BasicBlock block in graph.Blocks)
            foreach (IOperation operation in block.Operations)
                if (operation is IFlowCaptureOperation capture) member.Variables.NoteCapture(capture);
    }

    public ControlFlowGraph Graph { get; }

    public Member Member { get; }

    public ISymbol Owner { get; }

    public ConditionReader Conditions { get; }

    public PostDominators PostDominators => _postDominators ??= new PostDominators(Graph);

    public List<Handler> HandlersOf(BasicBlock block) => _handlers[block.Ordinal] ??= Handler.Around(block.EnclosingRegion);

    public Body? Function(IMethodSymbol function)
    {
        if (_functions.TryGetValue(function, out Body? body)) return body;
        if (!Graph.LocalFunctions.Contains(function, SymbolEqualityComparer.Default)) return null;
        body = Member.LocalFunction(Graph, function);
        _functions.Add(function, body);
        return body;
    }
}
