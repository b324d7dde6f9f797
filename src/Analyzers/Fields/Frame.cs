using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Fields;

/// <summary>One call of one body, on its way to a fixed point.</summary>
internal sealed class Frame
{
    public Frame(Body body, Frame? caller, IOperation? call)
    {
        Body = body;
        Caller = caller;
        Call = caller?.Call ?? call;
        Depth = caller is null ? 0 : caller.Depth + 1;
        Inputs = new FieldWorldSet?[body.Graph.Blocks.Length];
    }

    public Body Body { get; }

    public Frame? Caller { get; }

    /// <summary>The call in the outermost body that led here.</summary>
    public IOperation? Call { get; }

    public int Depth { get; }

    public FieldWorldSet?[] Inputs { get; }

    public SortedSet<int> Queue { get; } = [];

    /// <summary>The block that is being run.</summary>
    public BasicBlock? Current { get; set; }

    /// <summary>Worlds in which a rent or a throw statement leaves the body.</summary>
    public List<FieldWorld> Thrown { get; } = [];

    public bool IsRunning(Body body)
    {
        for (Frame? frame = this; frame is not null; frame = frame.Caller)
            if (ReferenceEquals(frame.Body, body)) return true;
        return false;
    }
}
