namespace Slabwise;

/// <summary>Whether a struct pool verifies its handles.</summary>
public enum SafetyKind
{
    /// <summary>Every access and return compares the handle's generation with its slot's.</summary>
    Checked = 0,

    /// <summary>Nothing is compared: a stale handle reads and writes whatever lives in the slot now.</summary>
    Unchecked = 1,
}
