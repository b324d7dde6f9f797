using Microsoft.CodeAnalysis;

namespace Slabwise.Shared;

/// <summary>The attribute's properties, as written.</summary>
internal sealed record PoolOptions
{
    /// <summary>0 is a cache for each processor, 1 one for each thread.</summary>
    public int Cache { get; private init; }

    /// <summary>0 is checked handles, 1 unchecked ones.</summary>
    public int Safety { get; private init; }

    /// <summary>Whether a rented object starts as zeros.</summary>
    public bool Zeroed { get; private init; }

    /// <summary>The alignment asked for; 0 is the type's own.</summary>
    public int Alignment { get; private init; }

    /// <summary>The most idle objects that one cache keeps; 0 leaves it to the runtime.</summary>
    public int MaxCached { get; private init; }

    /// <summary>The most bytes of slabs; 0 is no bound.</summary>
    public long MaxBytes { get; private init; }

    /// <summary>Reads the options; a property without a constant of its own type counts as not set.</summary>
    public static PoolOptions Read(AttributeData attribute)
    {
        PoolOptions options = new();
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            options = (argument.Key, argument.Value.Kind == TypedConstantKind.Error ? null : argument.Value.Value) switch
            {
                (nameof(Cache), int value) => options with { Cache = value },
                (nameof(Safety), int value) => options with { Safety = value },
                (nameof(Zeroed), bool value) => options with { Zeroed = value },
                (nameof(Alignment), int value) => options with { Alignment = value },
                (nameof(MaxCached), int value) => options with { MaxCached = value },
                (nameof(MaxBytes), long value) => options with { MaxBytes = value },
                _ => options,
            };
        }

        return options;
    }
}
