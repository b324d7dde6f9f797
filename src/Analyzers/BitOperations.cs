namespace System.Numerics;

/// <summary>The part of the framework's class that <c>src/Shared</c> uses and this target framework lacks.</summary>
internal static class BitOperations
{
    /// <summary>The number of the highest bit that is set; 0 for 0.</summary>
    public static int Log2(uint value)
    {
        int log = 0;
        while ((value >>= 1) != 0) log++;
        return log;
    }
}
