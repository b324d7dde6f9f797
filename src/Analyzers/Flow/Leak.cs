using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>A way out of the method with the rental still in hand.</summary>
internal sealed class Leak
{
    public Leak(IOperation? exit, IOperation? lostAt)
    {
        Exit = exit;
        LostAt = lostAt;
    }

    /// <summary>The value that the exit returns, or what throws; null where there is none.</summary>
    public IOperation? Exit { get; }

    /// <summary>What overwrote the last reference before; null where the variable just went out of scope.</summary>
    public IOperation? LostAt { get; }
}
