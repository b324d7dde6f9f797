using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Fields;

/// <summary>One return of the followed rental.</summary>
internal sealed class Release
{
    public Release(IOperation operation, IOperation? call, IOperation? load)
    {
        Operation = operation;
        Call = call;
        Load = load;
    }

    public IOperation Operation { get; }

    /// <summary>The call in the outermost method through which control got there; null if it stands there itself.</summary>
    public IOperation? Call { get; }

    public IOperation? Load { get; }
}
