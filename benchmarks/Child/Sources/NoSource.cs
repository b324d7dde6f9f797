namespace Slabwise.Benchmarks.Child.Sources;

/// <summary>Nothing: what a loop costs by itself.</summary>
internal readonly struct NoSource : ISource<nint>
{
    public static nint Rent() => 0;

    public static void Touch(nint handle, long value)
    {
    }

    public static void Return(nint handle)
    {
    }
}
