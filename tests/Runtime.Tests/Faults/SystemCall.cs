namespace Slabwise.Runtime.Tests;

/// <summary>What the system may refuse.</summary>
public enum SystemCall
{
    Reserve,
    MapLazily,
    Commit,
    Discard,
    DiscardLazily,
    AdviseHuge,
    Move,
    BindToNode,
}
