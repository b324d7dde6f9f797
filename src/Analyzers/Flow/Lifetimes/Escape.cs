using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>How something tied to a rental gets out of the hands of the method.</summary>
internal enum EscapeRoute : byte
{
    Returned,
    Stored,
    Started,
}

/// <summary>A place where something tied to a rental begins to live longer than the method looks after it.</summary>
internal sealed class Escape
{
    public Escape(IOperation operation, EscapeRoute route, Tie tie, BasicBlock block, int index, ISymbol? task = null)
    {
        Operation = operation;
        Route = route;
        Tie = tie;
        Block = block;
        Index = index;
        Task = task;
    }

    public IOperation Operation { get; }

    public EscapeRoute Route { get; }

    public Tie Tie { get; }

    public BasicBlock Block { get; }

    /// <summary>Index of the statement; the number of statements means the branch value.</summary>
    public int Index { get; }

    /// <summary>The local that holds the task: whoever mentions it before the return is taken to wait for it.</summary>
    public ISymbol? Task { get; }

    /// <summary>The return that comes on every path.</summary>
    public IOperation? ReturnedBy { get; set; }
}
