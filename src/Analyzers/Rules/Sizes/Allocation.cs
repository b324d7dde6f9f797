using Microsoft.CodeAnalysis;
using Slabwise.Analyzers.Ranges;

namespace Slabwise.Analyzers.Rules.Sizes;

/// <summary>Who serves an allocation, as far as that decides which thresholds it meets.</summary>
internal enum AllocationKind
{
    /// <summary>The GC heap, at once.</summary>
    Managed,

    /// <summary>The GC heap, through an <c>ArrayPool</c> or a <c>SlabArrayPool</c>, which keep the array.</summary>
    Pooled,

    /// <summary>Slabwise's heap.</summary>
    NativeHeap,

    /// <summary>The C library's <c>malloc</c>.</summary>
    Malloc,
}

/// <summary>Memory that the code asks for, with what is known about how much.</summary>
internal sealed record Allocation(IOperation Operation, AllocationKind Kind, Interval Count, ArraySize Size)
{
    /// <summary>What states the number of elements, where one expression does.</summary>
    public IOperation? Length { get; init; }

    public Rounding Rounding { get; init; }

    /// <summary>What is allocated, in the message's words: "The array".</summary>
    public string Noun { get; init; } = "The block";

    /// <summary>What is counted: "'byte'".</summary>
    public string Unit { get; init; } = "bytes";

    /// <summary>The bytes behind a request for <paramref name="count"/> elements.</summary>
    public long BytesFor(long count) => Size.BytesFor(Rounding.Up(count));

    /// <summary>The elements that a message speaks of: the number itself, or the most that the code lets through; null where neither is known.</summary>
    /// <remarks>A bound that a type sets is not one that anybody chose.</remarks>
    public long? Most => Count.Max is >= 0 and < int.MaxValue && !Count.IsEmpty ? Count.Max : null;
}
