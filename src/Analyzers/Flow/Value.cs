namespace Slabwise.Analyzers.Flow;

/// <summary>What a variable holds, seen from the one rental that is being followed.</summary>
internal enum Value : byte
{
    /// <summary>Anything that certainly is not the followed rental.</summary>
    Other,
    Null,
    True,
    False,

    /// <summary>Certainly not the followed rental, and certainly something.</summary>
    Present,

    /// <summary>The followed rental itself.</summary>
    Rental,

    /// <summary>A span, memory, segment, reference or pointer into the followed rental.</summary>
    View,

    /// <summary>A pointer behind the start of the followed native memory.</summary>
    Inside,

    /// <summary>Another instance from the same place in the code, which is followed in its own right.</summary>
    Sibling,

    /// <summary>The rental or something else, depending on the path.</summary>
    Maybe,
}

internal static class Values
{
    public static Value Join(Value left, Value right)
    {
        if (left == right) return left;
        // A sibling that may be null stays out of the verdict like any sibling: null is never used or returned with success.
        if (left is Value.Null or Value.Sibling && right is Value.Null or Value.Sibling) return Value.Sibling;
        if (left.IsView() && right.IsView()) return Value.View;
        return left.MayTouchRental() || right.MayTouchRental() ? Value.Maybe : Value.Other;
    }

    public static bool MayTouchRental(this Value value) => value is Value.Rental or Value.View or Value.Inside or Value.Maybe;

    public static bool IsView(this Value value) => value is Value.View or Value.Inside;

    public static Value Negate(this Value value) => value switch
    {
        Value.True => Value.False,
        Value.False => Value.True,
        _ => Value.Other,
    };

    public static Value Of(bool value) => value ? Value.True : Value.False;
}
