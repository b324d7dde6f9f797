using Slabwise.Analyzers.Flow.Families;

namespace Slabwise.Analyzers.Flow.Summaries;

/// <summary>What a call of one method means for rentals, found in its body.</summary>
internal sealed class MethodSummary
{
    /// <summary>Of a method that cannot be looked into.</summary>
    public static readonly MethodSummary Unknown = new([], null);

    private readonly ParameterEffect?[] _effects;

    public MethodSummary(ParameterEffect?[] effects, Acquisition? acquires)
    {
        _effects = effects;
        Acquires = acquires;
    }

    /// <summary>The rental that every normal way out hands to the caller.</summary>
    public Acquisition? Acquires { get; }

    /// <summary>Null where nothing is known of what happens to the argument.</summary>
    public ParameterEffect? EffectOn(int ordinal) => ordinal < _effects.Length ? _effects[ordinal] : null;
}
