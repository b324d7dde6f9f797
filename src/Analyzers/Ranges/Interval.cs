namespace Slabwise.Analyzers.Ranges;

/// <summary>The whole numbers from <see cref="Min"/> to <see cref="Max"/>. An end at the limit of <see cref="long"/> is open.</summary>
/// <remarks>Arithmetic saturates, so that an open end stays open. An empty interval stands for code that cannot run.</remarks>
internal readonly record struct Interval(long Min, long Max)
{
    public static readonly Interval Any = new(long.MinValue, long.MaxValue);

    public bool IsConstant => Min == Max;

    public bool IsEmpty => Min > Max;

    public static Interval Of(long value) => new(value, value);

    public static Interval AtLeast(long value) => new(value, long.MaxValue);

    public static Interval AtMost(long value) => new(long.MinValue, value);

    public Interval Intersect(Interval other) => new(Math.Max(Min, other.Min), Math.Min(Max, other.Max));

    public Interval Union(Interval other) =>
        IsEmpty ? other : other.IsEmpty ? this : new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    public bool Contains(Interval other) => Min <= other.Min && other.Max <= Max;

    /// <summary>The lesser of a number here and one there, as <c>Math.Min</c> picks it.</summary>
    public Interval Lesser(Interval other) => new(Math.Min(Min, other.Min), Math.Min(Max, other.Max));

    /// <summary>The greater of a number here and one there.</summary>
    public Interval Greater(Interval other) => new(Math.Max(Min, other.Min), Math.Max(Max, other.Max));

    public Interval Add(Interval other) => new(Saturated(Min, other.Min), Saturated(Max, other.Max));

    public Interval Negate() => new(Minus(Max), Minus(Min));

    public Interval Multiply(Interval other) =>
        Hull(Product(Min, other.Min), Product(Min, other.Max), Product(Max, other.Min), Product(Max, other.Max));

    /// <summary>Division by a positive constant, towards zero.</summary>
    public Interval DivideBy(long divisor) => new(IsOpen(Min) ? Min : Min / divisor, IsOpen(Max) ? Max : Max / divisor);

    private static Interval Hull(long a, long b, long c, long d) =>
        new(Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));

    private static bool IsOpen(long end) => end is long.MinValue or long.MaxValue;

    private static long Minus(long end) => end == long.MinValue ? long.MaxValue : end == long.MaxValue ? long.MinValue : -end;

    // An open end wins over a closed one; two ends on the same side are open on the same side.
    private static long Saturated(long a, long b)
    {
        if (IsOpen(a)) return a;
        if (IsOpen(b)) return b;
        long sum = unchecked(a + b);
        return a > 0 && b > 0 && sum < 0 ? long.MaxValue : a < 0 && b < 0 && sum >= 0 ? long.MinValue : sum;
    }

    private static long Product(long a, long b)
    {
        if (a == 0 || b == 0) return 0;
        double product = (double)a * b;
        return product >= long.MaxValue ? long.MaxValue : product <= long.MinValue ? long.MinValue : a * b;
    }
}
