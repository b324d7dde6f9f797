using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Slabwise.Diagnostics;

/// <summary>Three levels of assertion: always, in debug builds, and where whole structures are walked.</summary>
internal static class Check
{
    /// <summary>Held in every build: a failure means that memory can no longer be trusted, so the process ends.</summary>
    public static void Always([DoesNotReturnIf(false)] bool condition, string claim)
    {
        if (!condition) Fail(claim);
    }

    /// <summary>Held in debug builds; cheap enough for any slow path.</summary>
    [Conditional("DEBUG")]
    public static void Internal([DoesNotReturnIf(false)] bool condition, string claim) => Always(condition, claim);

    /// <summary>Held where SLABWISE_EXPENSIVE_CHECKS is defined: may walk a whole slab.</summary>
    [Conditional("SLABWISE_EXPENSIVE_CHECKS")]
    public static void Expensive([DoesNotReturnIf(false)] bool condition, string claim) => Always(condition, claim);

    [DoesNotReturn]
    private static void Fail(string claim) => Environment.FailFast($"Slabwise: an invariant is broken: {claim}");
}
