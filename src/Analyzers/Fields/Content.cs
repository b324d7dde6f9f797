using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Fields;

internal enum ContentKind : byte
{
    Unknown,
    Null,

    /// <summary>Something that is neither null nor the followed rental.</summary>
    NotNull,

    /// <summary>A rental other than the followed one.</summary>
    OtherRental,

    /// <summary>The followed rental.</summary>
    Rental,

    /// <summary>A span, memory or pointer into the followed rental.</summary>
    View,

    /// <summary>The followed rental or something else, depending on the path.</summary>
    Maybe,
    Constant,

    /// <summary>Anything but one constant, as a failed exchange leaves it.</summary>
    OtherThan,

    /// <summary>The object itself, on which the method runs.</summary>
    This,
}

/// <summary>What a place holds on one bundle of paths.</summary>
internal readonly struct Content : IEquatable<Content>
{
    public static readonly Content Unknown = new(ContentKind.Unknown);
    public static readonly Content Null = new(ContentKind.Null);
    public static readonly Content NotNull = new(ContentKind.NotNull);
    public static readonly Content OtherRental = new(ContentKind.OtherRental);
    public static readonly Content Maybe = new(ContentKind.Maybe);
    public static readonly Content This = new(ContentKind.This);

    private Content(ContentKind kind, object? constant = null, IOperation? load = null)
    {
        Kind = kind;
        Value = constant;
        Load = load;
    }

    public ContentKind Kind { get; }

    /// <summary>The constant, or the one that it is not.</summary>
    public object? Value { get; }

    /// <summary>The operation that brought the rental into locals. What two operations do with one load is the business
    /// of the engine that follows one method.</summary>
    public IOperation? Load { get; }

    public bool MayTouchRental => Kind is ContentKind.Rental or ContentKind.View or ContentKind.Maybe;

    public static Content Rental(IOperation? load) => new(ContentKind.Rental, load: load);

    public static Content View(IOperation? load) => new(ContentKind.View, load: load);

    public static Content Constant(object value) => new(ContentKind.Constant, value);

    public static Content OtherThan(object value) => new(ContentKind.OtherThan, value);

    public static Content Of(bool value) => Constant(value);

    public bool Is(bool value) => Kind == ContentKind.Constant && Value is bool known && known == value;

    public Content AsView() => Kind switch
    {
        ContentKind.Rental or ContentKind.View => View(Load),
        ContentKind.Maybe => this,
        _ => Unknown,
    };

    public Content Join(Content other)
    {
        if (Equals(other)) return this;
        if (MayTouchRental || other.MayTouchRental) return Kind == other.Kind ? this : Maybe;
        return IsNotNull && other.IsNotNull ? NotNull : Unknown;
    }

    /// <summary>Null, not null, or not known.</summary>
    public bool? IsNull => Kind switch
    {
        ContentKind.Null => true,
        ContentKind.Unknown or ContentKind.Maybe or ContentKind.View or ContentKind.OtherThan => null,
        _ => false,
    };

    private bool IsNotNull => IsNull == false;

    public bool Equals(Content other) => Kind == other.Kind && Equals(Value, other.Value) && ReferenceEquals(Load, other.Load);

    public override bool Equals(object? obj) => obj is Content other && Equals(other);

    public override int GetHashCode() => ((int)Kind * 397) ^ (Value?.GetHashCode() ?? 0);
}
