namespace Slabwise.Analyzers.Flow.Lifetimes;

/// <summary>How a value is tied to a rental: what becomes of it when the rental goes back.</summary>
internal enum Tie : byte
{
    None,

    /// <summary>It is the rental.</summary>
    Same,

    /// <summary>A span, memory, segment, pointer or lazy sequence over it.</summary>
    View,

    /// <summary>An object that keeps it and reads it later.</summary>
    Holder,

    /// <summary>A delegate that uses it whenever it is called.</summary>
    Delegate,

    /// <summary>An operation on it that may still be under way.</summary>
    Task,
}
