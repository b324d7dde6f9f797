using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Slabwise.Analyzers.Flow;

/// <summary>
/// Where a path goes on after the <c>finally</c> region that it is in. Paths with different continuations are kept
/// apart, so that the exceptional way through a <c>finally</c> does not blur the normal one.
/// </summary>
internal sealed class Pending : IEquatable<Pending>
{
    private readonly ControlFlowBranch? _branch;
    private readonly int _next;

    private Pending(ControlFlowBranch? branch, int next, Pending? outer)
    {
        _branch = branch;
        _next = next;
        Outer = outer;
    }

    public Pending? Outer { get; }

    /// <summary>The branch to resume, or null where an exception passes through.</summary>
    public ControlFlowBranch? Branch => _branch;

    /// <summary>Index of the next finally region that the branch has to pass.</summary>
    public int Next => _next;

    public static Pending Resume(ControlFlowBranch branch, int next, Pending? outer) => new(branch, next, outer);

    public static Pending Unwind(Pending? outer) => new(null, 0, outer);

    public bool Equals(Pending? other) =>
        other is not null && ReferenceEquals(_branch, other._branch) && _next == other._next && Equals(Outer, other.Outer);

    public override bool Equals(object? obj) => Equals(obj as Pending);

    public override int GetHashCode() => ((_branch?.GetHashCode() ?? 7) * 31 + _next) * 31 + (Outer?.GetHashCode() ?? 0);
}
