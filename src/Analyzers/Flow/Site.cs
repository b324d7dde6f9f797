using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// Where a value that is followed comes into being. Every site is solved on its own, for one freely chosen execution
/// of it: what holds for any one instance holds for all, and loops that rent anew do not blur.
/// </summary>
internal sealed class Site
{
    private Site(
        IOperation? operation, IParameterSymbol? parameter, Allocator? allocator, IParameterSymbol? outParameter, BasicBlock? block, int index)
    {
        Operation = operation;
        Parameter = parameter;
        OutParameter = outParameter;
        Allocator = allocator;
        Block = block;
        Index = index;
    }

    /// <summary>The operation whose result is followed; null for a parameter.</summary>
    public IOperation? Operation { get; }

    public IParameterSymbol? Parameter { get; }

    /// <summary>The out parameter that brings the rental, where the result only says whether there is one.</summary>
    public IParameterSymbol? OutParameter { get; }

    /// <summary>Where it was rented; null for what was not rented here.</summary>
    public Allocator? Allocator { get; }

    /// <summary>The value was not rented here but is returned here: others may know it, and it may be null.</summary>
    public bool IsForeign => Allocator is null;

    public BasicBlock? Block { get; }

    /// <summary>Index of the statement in the block; the number of statements means the branch value.</summary>
    public int Index { get; }

    public static Site OfRent(IInvocationOperation call, Acquisition acquisition, BasicBlock block, int index) =>
        new(call, null, acquisition.Allocator, acquisition.ThroughParameter(call.TargetMethod), block, index);

    /// <summary>The value is none of a pool's: returning it is wrong from the start.</summary>
    public bool IsUnrented => IsForeign && Operation is not null && (OutParameter is not null || Unrented.IsMade(Operation));

    public static Site OfResize(IInvocationOperation call, IParameterSymbol resized, BasicBlock block, int index) =>
        new(call, null, null, resized, block, index);

    public static Site OfForeign(IOperation operation, BasicBlock block, int index) =>
        new(operation, null, null, null, block, index);

    /// <summary>A parameter of a helper, seen from a caller that passes a rental.</summary>
    public static Site OfRentedParameter(IParameterSymbol parameter, Allocator allocator) => new(null, parameter, allocator, null, null, 0);

    public static Site OfParameter(IParameterSymbol parameter) => new(null, parameter, null, null, null, 0);
}
